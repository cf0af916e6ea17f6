internal import Capabilities
internal import JSON
internal import Routing

/// Who changes lists and bans, for the audit trail.
package struct AddressEditor: Sendable {
  /// The user's id; empty for the command.
  let userID: String
  let address: String
  let requestID: String

  /// Who sends a request.
  init(_ request: Request) {
    userID = request.caller.userID
    address = "\(request.peer)"
    requestID = request.id
  }

  private init() {
    userID = ""
    address = ""
    requestID = ""
  }

  /// The command on the server itself.
  package static let command = AddressEditor()

  /// The name to remember.
  var name: String { userID.isEmpty ? "command" : userID }

  /// An audit entry of what was done.
  func entry(
    _ action: String, _ subject: String, at now: Int64, _ details: [JSONValue.Member]
  ) -> AuditEntry {
    let by: [JSONValue.Member] = userID.isEmpty ? [.init("by", "command")] : []
    return AuditEntry(
      action, actorID: userID, subjectID: subject, address: address, requestID: requestID,
      happenedAt: now, details: by + details)
  }
}
