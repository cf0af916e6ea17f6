import Synchronization

/// The cache that operators put in front of an aggregator, with its surprises.
final class FrontCache: Sendable {
  private struct Entry {
    let response: Response
    let storedAt: Int64
    let freshUntil: Int64
  }

  private enum Finding {
    case fresh(Entry)
    case expired
    case missing
  }

  /// Answers kept; when full, the cache starts again.
  private static let entriesMax = 4_096

  private let clock: NetworkClock
  private let entries = Mutex<[String: Entry]>([:])

  init(clock: NetworkClock) {
    self.clock = clock
  }

  /// Forgets everything.
  func clear() {
    entries.withLock { $0 = [:] }
  }

  /// Answers from the cache or from the origin, as the mode wants it.
  func answer(
    _ exchange: Exchange, mode: Faults.Mode, origin: (Exchange) -> Response
  ) -> Response {
    let method = exchange.head.method
    guard mode != .plain, method == "GET" || method == "HEAD" else { return origin(exchange) }
    switch mode {
    case .plain: return origin(exchange)
    case .nginx: return nginx(exchange, origin)
    case .cloudflare: return cloudflare(exchange, origin)
    }
  }

  /// Bypassed by any Cache-Control of the request; ranges get the whole; `Vary` is honoured.
  private func nginx(_ exchange: Exchange, _ origin: (Exchange) -> Response) -> Response {
    let head = exchange.head
    let variant = ["origin", "access-control-request-method", "access-control-request-headers"]
      .map { head[$0] ?? "" }
    let key = ([head.target] + variant).joined(separator: "\n")
    var (response, state) = find(
      key, isBypassed: head["cache-control"] != nil, exchange, origin)
    response["server"] = "nginx"
    response["x-cache-status"] = state
    return response
  }

  /// Keys on the URL alone, answers single ranges itself, weakens entity tags.
  private func cloudflare(_ exchange: Exchange, _ origin: (Exchange) -> Response) -> Response {
    let key = exchange.head.target
    var (response, state) = find(key, isBypassed: false, exchange, origin)
    response["server"] = "cloudflare"
    response["cf-cache-status"] = state
    response["cf-ray"] = String(UInt64.random(in: 0...UInt64.max), radix: 16) + "-LHR"
    if let etag = response["etag"] { response["etag"] = "W/\"\(etag)\"" }
    if response.status == 200 {
      response["accept-ranges"] = "bytes"
      if let range = exchange.head["range"] { response.cut(to: range) }
    }
    if state == "HIT" { response["age"] = "\(age(of: key))" }
    return response
  }

  private func find(
    _ key: String, isBypassed: Bool, _ exchange: Exchange, _ origin: (Exchange) -> Response
  ) -> (Response, String) {
    let now = clock.milliseconds
    let finding: Finding = entries.withLock { entries in
      guard let entry = entries[key] else { return .missing }
      return entry.freshUntil > now ? .fresh(entry) : .expired
    }
    if case .fresh(let entry) = finding, !isBypassed { return (entry.response, "HIT") }
    // The origin is asked for the whole with GET, whatever the client wanted.
    var head = exchange.head
    head.method = "GET"
    head.fields.removeAll { $0.name == "range" }
    let response = origin(Exchange(head, on: exchange.connection))
    keep(response, key, now)
    if isBypassed { return (response, "BYPASS") }
    if case .expired = finding { return (response, "EXPIRED") }
    return (response, "MISS")
  }

  private func keep(_ response: Response, _ key: String, _ now: Int64) {
    let seconds: Int64
    switch response.status {
    case 200: seconds = response["cache-control"] == nil ? 600 : 86_400
    case 404: seconds = 60
    default: return
    }
    let entry = Entry(response: response, storedAt: now, freshUntil: now + seconds * 1_000)
    entries.withLock { entries in
      if entries.count >= Self.entriesMax { entries = [:] }
      entries[key] = entry
    }
  }

  private func age(of key: String) -> Int64 {
    let now = clock.milliseconds
    return entries.withLock { ($0[key].map { now - $0.storedAt } ?? 0) / 1_000 }
  }
}
