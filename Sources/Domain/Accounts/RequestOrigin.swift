package import Bytes
internal import Capabilities
internal import HTTP
internal import JSON
package import Routing

/// Where something comes from that is done to an account, for the audit trail and for limits.
package struct RequestOrigin: Sendable {
  /// The client; nil for the command.
  package let peer: PeerAddress?
  /// The request's id and the name of its client's program; empty for the command.
  package let requestID: String
  package let agent: String
  /// Who is signed in; empty for nobody.
  package let actorID: String

  /// The origin of a request.
  package init(_ request: Request) {
    peer = request.peer
    requestID = request.id
    let agent = request.text(of: .userAgent) ?? ""
    self.agent = String(agent.unicodeScalars.prefix(Session.agentCountMax))
    actorID = request.caller.userID
  }

  private init() {
    peer = nil
    requestID = ""
    agent = ""
    actorID = ""
  }

  /// The command on the server itself.
  package static let command = RequestOrigin()

  /// The address as text; empty for the command.
  var address: String { peer.map { "\($0)" } ?? "" }

  /// What limits know the address by: of IPv6 its network, since a host has a whole one
  /// (RFC 6177).
  var addressKey: String {
    guard let peer else { return "command" }
    return peer.isIPv4 ? "\(peer)" : "\(String(peer.high, radix: 16))::/64"
  }

  /// An entry of the audit trail for something done from here.
  func entry(
    _ action: String, actorID: String? = nil, subjectID: String, at seconds: Int64,
    details: [JSONValue.Member] = []
  ) -> AuditEntry {
    AuditEntry(
      action, actorID: actorID ?? self.actorID, subjectID: subjectID, address: address,
      requestID: requestID, happenedAt: seconds, details: details)
  }
}
