import DomainTesting
import HTTP
import JSON
import Locks
import Persistence
import Routing
import Settings

@testable import Idempotency

/// Two keyed routes, one of them slow to say the same twice, with a database.
final class KeyedRoutesUnderTest: Sendable {
  let requests: IdempotentRequests
  let events = Notes<IdempotencyEvent>()
  let time = HandMovedTime()
  private let made = Mutex(0)
  private let failure = Mutex<(any Error)?>(nil)

  init(_ database: any Database, secret: UInt8 = 1) {
    let settings = try! SettingsSources().load(IdempotencySettings.self).settings
    requests = IdempotentRequests(
      database, secret: [UInt8](repeating: secret, count: 32), settings: settings
    ) { [events] in events.add($0) }
  }

  /// How often something was made.
  var madeCount: Int { made.withLock { $0 } }

  /// Lets what is made next fail.
  func fail(with error: (any Error)?) { failure.withLock { $0 = error } }

  private var routes: [Route] {
    func route(_ template: String, _ answer: @escaping @Sendable (Int) -> Response) -> Route {
      Route(
        .post, template, "Makes something.", access: .open, bodyMax: 1000, isKeyed: true
      ) { request in
        answer(try await self.make(request))
      }
    }
    return requests.keyed([
      route("/things") { number in
        Response(
          .created,
          fields: [
            HTTPField(.contentType, "application/json"), HTTPField(.location, "/things/\(number)"),
          ], body: .bytes(Array(#"{"secret":"shown once \#(number)"}"#.utf8)))
      },
      route("/others") { number in
        Response(.created, body: .bytes(Array("\(number)".utf8)))
      },
      route("/long") { _ in
        Response(.ok, body: .bytes([UInt8](repeating: 65, count: KeptResponse.bytesMax)))
      },
    ])
  }

  private func make(_ request: Request) async throws -> Int {
    let document = try await request.json(limit: 1000)
    if let error = failure.withLock({ $0 }) { throw error }
    guard document["name"].string != nil else {
      throw InvalidFields([FieldFault("/name", "This is required.")])
    }
    return made.withLock { count in
      count += 1
      return count
    }
  }

  func send(
    _ target: String = "/things", key: String? = "\"key-1\"",
    _ document: JSONValue = ["name": "a"], caller: Caller = .anonymous
  ) async throws -> SentAnswer {
    try await RouteBench(routes).send(
      SentRequest(
        "POST", target, document, lines: key.map { ["Idempotency-Key: \($0)"] } ?? [],
        caller: caller, at: time.now))
  }
}
