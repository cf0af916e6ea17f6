internal import HTTP
internal import JSON
package import Routing

extension OriginFailure: ProblemConvertible {
  /// The problem to answer with before anything of the content was sent.
  package var problem: Problem {
    typealias Problems = ContentDeliveryProblems
    let type =
      switch code {
      case .notFound: Problems.contentNotFound
      case .blocked: Problems.contentBlocked
      case .tooLarge: Problems.originSizeLimit
      case .timedOut: Problems.originTimedOut
      case .unavailable:
        // Origins that are left alone for a while are as good as overloaded.
        lastStatus == 429 || lastStatus == 503 || (lastStatus == nil && retryAfter != nil)
          ? Problems.originOverloaded : Problems.originUnavailable
      case .badIdentifier, .cancelled: Problems.originUnavailable
      case .rangeNotSatisfiable, .truncated, .reset, .malformed, .mismatched:
        Problems.originBroken
      case .unsupported: Problems.contentUnsupported
      case .overloaded: Problems.fillsExhausted
      }
    var members = [JSONValue.Member("attempts", .integer(Int64(attempts)))]
    if let lastStatus { members.append(.init("originStatus", .integer(Int64(lastStatus)))) }
    return Problem(
      type, source: isOurs ? .edge : .upstream, detail: detail, members: members,
      retryAfter: type.status.code == 503 ? Self.seconds(retryAfter) : nil)
  }

  /// Whether this server decides so, whatever the origins say.
  private var isOurs: Bool { code == .unsupported || code == .overloaded }

  /// A whole number of seconds, from 1 to an hour.
  static func seconds(_ duration: Duration?) -> Int {
    guard let duration else { return 2 }
    return min(max(Int(duration.components.seconds), 1), 3600)
  }

  private var detail: String {
    switch code {
    case .notFound: "No content with this id exists on the network."
    case .blocked: "The operator may not hand out this content."
    case .tooLarge: "The origins do not hand out content of this size."
    case .badIdentifier: "The origin takes the id for malformed."
    case .rangeNotSatisfiable: "The origin does not have the range that it should have."
    case .unavailable: "No origin could answer."
    case .timedOut: "No origin answered in time."
    case .truncated: "The origin's answer ended early."
    case .reset: "The origin broke off."
    case .malformed: "The origin's answer makes no sense."
    case .mismatched: "What the origins sent is not what the id names."
    case .unsupported:
      "What the id names is no file or block that is served here: a directory, a symbolic link, a "
        + "node without a file, or content of a network that is not asked."
    case .overloaded: "As much is being fetched as is allowed."
    case .cancelled: "The fetch was given up."
    }
  }
}
