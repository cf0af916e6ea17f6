internal import HTTP
internal import JSON
package import Routing

extension PublishFailure: ProblemConvertible {
  /// The problem to answer with.
  package var problem: Problem {
    typealias Problems = ContentDeliveryProblems
    let type =
      switch code {
      case .rejected: Problems.publisherRefused
      case .unauthorized: Problems.publisherUnauthorized
      case .blocked: Problems.contentBlocked
      case .tooLarge: RoutingProblems.contentTooLarge
      case .unavailable:
        lastStatus == 429 || lastStatus == 503
          ? Problems.publisherOverloaded : Problems.publisherUnavailable
      case .timedOut: Problems.publisherTimedOut
      case .malformed: Problems.publisherUnavailable
      case .noPublisher: Problems.noPublisher
      }
    let isOurs = code == .noPublisher
    return Problem(
      type, source: isOurs ? .edge : .upstream, detail: detail,
      members: lastStatus.map { [.init("publisherStatus", .integer(Int64($0)))] } ?? [],
      retryAfter: type.status.code == 503 ? OriginFailure.seconds(retryAfter) : nil)
  }
}
