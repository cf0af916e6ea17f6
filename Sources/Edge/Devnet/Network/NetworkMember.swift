import Synchronization

/// One server of the network: what stands around the daemon's own handlers.
///
/// From outside in: the log, latency and faults, the permissive CORS layer, load shedding, a
/// cache in front where one is asked for, and then the daemon.
final class NetworkMember: RequestHandler {
  /// What the daemon behind it answers.
  typealias Daemon = @Sendable (Exchange, Faults, FaultPlan) -> Response

  let name: String
  let plan = FaultPlan()
  let log = RequestLog()
  private let kind: MemberKind
  private let latencyMilliseconds: Int
  private let requestsMax: Int
  private let front: FrontCache
  private let daemon: Daemon
  private let requestsRunning = Atomic<Int>(0)

  init(
    name: String, kind: MemberKind, latencyMilliseconds: Int, requestsMax: Int,
    clock: NetworkClock, daemon: @escaping Daemon
  ) {
    self.name = name
    self.kind = kind
    self.latencyMilliseconds = latencyMilliseconds
    self.requestsMax = requestsMax
    front = FrontCache(clock: clock)
    self.daemon = daemon
  }

  /// Replaces the faults; a change of what stands in front starts with an empty cache.
  func set(_ faults: Faults) {
    if faults.mode != plan.faults.mode { front.clear() }
    plan.set(faults)
  }

  func admits(_ connection: Connection) -> Bool {
    while plan.faults.neverAccept {
      guard connection.descriptor.waitUndisturbed(milliseconds: 20) else { return false }
    }
    return true
  }

  func handle(_ exchange: Exchange) -> Outcome {
    let head = exchange.head
    log.note(head)
    let faults = plan.strike(target: head.target)
    guard let early = wait(faults, exchange.connection) else {
      return answer(exchange, faults)
    }
    return early
  }

  /// What the faults make of a request before it is answered; nil when it is to be answered.
  private func wait(_ faults: Faults, _ connection: Connection) -> Outcome? {
    let latency = faults.latencyMilliseconds ?? latencyMilliseconds
    if latency > 0 {
      let isUndisturbed = connection.descriptor.waitUndisturbed(
        milliseconds: Int32(clamping: latency), ignoringHalfClose: true)
      if !isUndisturbed { return .drop }
    }
    if faults.stallBeforeHead {
      _ = connection.descriptor.waitUndisturbed(milliseconds: -1)
      return .drop
    }
    if faults.closeBeforeHead { return .drop }
    if faults.malformedHead {
      try? connection.descriptor.send(Array("ICE 9 floe\r\nbroken\r\n\r\n".utf8)[...])
      return .close
    }
    return nil
  }

  private func answer(_ exchange: Exchange, _ faults: Faults) -> Outcome {
    let head = exchange.head
    var response = decide(exchange, faults)
    response.fields += [
      ("access-control-allow-origin", "*"),
      ("vary", "origin, access-control-request-method, access-control-request-headers"),
    ]
    for (name, value) in faults.extraFields { response[name] = value }
    if head.wantsClose || !exchange.connection.discardBody() {
      response["connection"] = "close"
    } else if head.isHTTP10 {
      response["connection"] = "keep-alive"
    }
    // Faults of the body spoil what is worth having, not the text of an error.
    let isWhole = (200...299).contains(response.status)
    let delivery = Delivery(response, faults: isWhole ? faults : Faults())
    return delivery.send(
      on: exchange.connection, method: head.method, isHTTP10: head.isHTTP10)
  }

  private func decide(_ exchange: Exchange, _ faults: Faults) -> Response {
    if let status = faults.status { return kind.response(status: status) }
    if exchange.head.method == "OPTIONS" { return Self.preflight }
    let running = requestsRunning.add(1, ordering: .relaxed).newValue
    defer { requestsRunning.subtract(1, ordering: .relaxed) }
    if running > requestsMax { return kind.response(status: 429) }
    return front.answer(exchange, mode: faults.mode) { daemon($0, faults, plan) }
  }

  private static let preflight = Response.empty(
    200,
    [
      ("access-control-allow-methods", "*"), ("access-control-allow-headers", "*"),
      ("access-control-max-age", "86400"),
    ])
}
