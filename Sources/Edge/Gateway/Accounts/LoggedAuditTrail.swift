internal import Capabilities
internal import JSON
internal import Telemetry

/// Stands in for the audit trail until it is stored: every entry is a line of the log.
struct LoggedAuditTrail: AuditTrail {
  let logger: Logger

  func record(_ entry: AuditEntry) async throws {
    logger.notice(
      "audit: \(entry.action)",
      metadata: [
        "actor": "\(entry.actorID)", "subject": "\(entry.subjectID)",
        "address": "\(entry.address)", "request": "\(entry.requestID)",
        "details": "\(JSONValue.object(entry.details).text)",
      ])
  }
}
