internal import Capabilities
internal import HTTP
internal import JSON
internal import Persistence
internal import Routing

/// The audit log for administrators.
struct AuditRoutes: Sendable {
  private static let pageMax: Int64 = 200
  private static let names = ["actor", "action", "subject", "since", "until", "before", "limit"]

  let database: any Database

  var routes: [Route] {
    [
      Route(
        .get, "/api/audit", "Who did what to whom, when and from where, the newest first.",
        access: .administrator,
        parameters: [
          RouteParameter(.query, "actor", "Only what this user did."),
          RouteParameter(.query, "action", "Only this action.", example: "token.revoked"),
          RouteParameter(.query, "subject", "Only what was done to this."),
          RouteParameter(.query, "since", "Only from this moment on (RFC 3339)."),
          RouteParameter(.query, "until", "Only before this moment (RFC 3339)."),
          RouteParameter(
            .query, "before", "Only entries with a smaller number, as next says.", type: "integer"),
          RouteParameter(.query, "limit", "Entries at most, 50 unless said.", type: "integer"),
        ], answers: [RouteAnswer(.ok, contentType: "application/json")]
      ) { request in
        let query = try QueryParameters(of: request, knowing: Self.names)
        let limit = Int(try query.integer("limit", in: 1...Self.pageMax) ?? 50)
        let conditions = try Self.conditions(query)
        let records = try await database.query(
          """
          SELECT \(AuditRecord.columns) FROM audit_entries WHERE \(conditions)
          ORDER BY number DESC LIMIT \(limit)
          """
        ).map { try AuditRecord($0) }
        return .json([
          "entries": .array(records.map(Self.document)),
          "next": records.count == limit ? .integer(records[limit - 1].number) : .null,
        ])
      }
    ]
  }

  private static func conditions(_ query: QueryParameters) throws(Problem) -> SQL {
    let before = try query.integer("before", in: 1...Int64.max) ?? .max
    var conditions: [SQL] = ["number < \(before)"]
    if let actor = query["actor"] { conditions.append("actor_id = \(actor)") }
    if let action = query["action"] { conditions.append("action = \(action)") }
    if let subject = query["subject"] { conditions.append("subject_id = \(subject)") }
    if let since = try moment("since", query) { conditions.append("happened_at >= \(since)") }
    if let until = try moment("until", query) { conditions.append("happened_at < \(until)") }
    return .joined(conditions, by: " AND ")
  }

  private static func moment(_ name: String, _ query: QueryParameters) throws(Problem) -> Int64? {
    guard let text = query[name] else { return nil }
    guard let moment = Timestamp(text) else {
      throw QueryParameters.problem("The parameter \(name) is no moment as RFC 3339 writes it.")
    }
    return moment.seconds
  }

  private static func document(_ record: AuditRecord) -> JSONValue {
    let details = (try? JSONReader.read(Array(record.details.utf8))) ?? .string(record.details)
    return [
      "number": .integer(record.number),
      "at": .string(Timestamp(seconds: record.entry.happenedAt).text),
      "action": .string(record.entry.action), "actor": .string(record.entry.actorID),
      "subject": .string(record.entry.subjectID), "address": .string(record.entry.address),
      "requestId": .string(record.entry.requestID), "details": details,
      "hash": .string(record.hash),
    ]
  }
}
