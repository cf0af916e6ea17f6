package import Capabilities
package import HTTP
package import Routing
internal import Bytes
internal import JSON
internal import SharedState

/// Holds requests that went past the cached path to their limits, and teaches the cached path who
/// may pass it.
package final class MeteredRequests: RequestMeter {
  private let state: AdmissionState
  private let meters: Meters
  private let shards: any AdmissionShards
  private let usage: any UsageReading
  private let leases: LeaseTaker?
  private let security: SecurityCounts?
  private let watch: (any AddressWatch)?
  private let now: @Sendable () -> UInt64

  /// - Parameters:
  ///   - usage: where it is known what was used before this edge started.
  ///   - leases: takes from limits that edges share; nil where this edge is alone.
  ///   - security: counts refusals.
  ///   - watch: told of addresses that go over limits.
  ///   - now: nanoseconds of the monotonic clock.
  package init(
    _ state: AdmissionState, meters: Meters, shards: any AdmissionShards,
    usage: any UsageReading, leases: LeaseTaker? = nil, security: SecurityCounts? = nil,
    watch: (any AddressWatch)? = nil, now: @escaping @Sendable () -> UInt64
  ) {
    self.state = state
    self.meters = meters
    self.shards = shards
    self.usage = usage
    self.leases = leases
    self.security = security
    self.watch = watch
    self.now = now
  }

  package func take(
    for request: Request, to route: Route, grant: Grant?
  ) async throws -> (fields: HTTPFields, meter: UInt32) {
    guard let grant, grant.caller.proof != .anonymous else {
      return (try takeByAddress(request, route), 0)
    }
    let seconds = request.receivedAt
    let periods = UTCPeriods(at: seconds)
    let generation = state.generation
    let meter = try await meter(of: grant, at: seconds, in: periods)
    meter.user.apply(grant.userAllowance)
    meter.own.apply(grant.ownAllowance)
    let shard = shards.here(request.shard)
    shard.prepare(meter)
    let policyLine = LimitLines.policyLine(of: meter, in: periods)
    keep(grant, meter, policyLine, generation, for: request, on: shard)
    do {
      try await take(meter, at: seconds, in: periods, policyLine)
    } catch let problem as Problem where problem.type == MeteringProblems.quotaExceeded {
      noteRefusal(of: request, perMinute: Self.perMinute(meter))
      throw problem
    }
    let fields = self.fields(meter, policyLine, at: seconds, in: periods)
    return (fields, meter.number)
  }

  private func take(
    _ meter: Meter, at seconds: Int64, in periods: UTCPeriods, _ policyLine: [UInt8]
  ) async throws {
    // Each account can be short of each limit once, and of one that others emptied meanwhile again.
    for _ in 0..<32 {
      let now = Int64(bitPattern: self.now())
      let (verdict, account) = meter.take(at: now, in: periods)
      switch verdict {
      case .passed: return
      case .reached(let policy):
        throw refusal(policy, account, meter, at: now, seconds: seconds, in: periods, policyLine)
      case .short(let policy):
        guard let leases else { return }
        do throws(SharedStateFailure) {
          try await leases.refill(policy, of: account, at: now, seconds: seconds, in: periods)
        } catch {
          throw Problem(
            RoutingProblems.overloaded, detail: "The limits cannot be kept at the moment.")
        }
      }
    }
    throw Problem(RoutingProblems.overloaded, detail: "Too many requests wait for one limit.")
  }

  /// What is known of who sends a request, on the shard of its connection.
  private func keep(
    _ grant: Grant, _ meter: Meter, _ policyLine: [UInt8], _ generation: UInt32,
    for request: Request, on shard: AdmissionShard
  ) {
    guard grant.caller.proof == .token, state.holdSeconds > 0 else { return }
    let bytes = request.bytes.span
    guard let credential = request.head.credential(in: bytes) else { return }
    let verified = VerifiedGrant(
      grant, meter: meter, goodUntil: request.receivedAt + state.holdSeconds,
      policyLine: policyLine, generation: generation)
    // Asked after the accounts were: what changed before that is found here, what changes from then
    // on is seen in the accounts.
    let ids = ["u:\(meter.userID)", "t:\(meter.credentialID)"]
    guard !state.recent.hold(ids, at: request.receivedAt) else { return }
    shard.keep(verified, for: credential)
  }

  /// The meter of a grant, with what was used before.
  private func meter(
    of grant: Grant, at seconds: Int64, in periods: UTCPeriods
  ) async throws -> Meter {
    let user = grant.caller.userID
    let credential = grant.caller.proof == .token ? grant.caller.credentialID : ""
    if let known = meters.meter(user: user, credential: credential, at: seconds) { return known }
    let used: QuotaUse
    var own = QuotaUse()
    do {
      used = try await usage.use(ofUser: user, in: periods, at: seconds)
      if !credential.isEmpty {
        own = try await usage.use(ofToken: credential, user: user, in: periods, at: seconds)
      }
    } catch {
      throw Problem(MeteringProblems.usageUnavailable, retryAfter: 1)
    }
    do {
      let meter = try meters.add(
        user: user, credential: credential, used: (used, own), in: periods, at: seconds)
      if let leases {
        try await leases.seed(meter.user, used, seconds: seconds, in: periods)
        try await leases.seed(meter.own, own, seconds: seconds, in: periods)
      }
      return meter
    } catch is Meters.Full {
      throw Problem(RoutingProblems.overloaded, detail: "More callers than can be counted.")
    }
  }

  // MARK: Nobody in particular

  private func takeByAddress(_ request: Request, _ route: Route) throws(Problem) -> HTTPFields {
    guard let addresses = state.addresses, case .permission(_, .content) = route.access else {
      return HTTPFields()
    }
    let now = Int64(bitPattern: self.now())
    let isTaken = addresses.take(request.peer, at: now)
    let left = addresses.left(of: request.peer, at: now)
    var fields = HTTPFields()
    Self.append(
      [UInt8](capacity: 200) { LimitLines.write(addresses, left: left, to: &$0) }, to: &fields)
    guard isTaken else {
      noteRefusal(of: request, perMinute: addresses.limit)
      throw Problem(
        MeteringProblems.quotaExceeded,
        detail: "Requests from this address are limited to \(addresses.limit) a minute; "
          + "a token has limits of its own.",
        members: [.init("violated-policies", .array(["address"]))],
        retryAfter: max(1, Int(left.seconds)), fields: fields)
    }
    return fields
  }

  // MARK: Refusals

  /// Counts a request over a limit, and tells who watches its address.
  private func noteRefusal(of request: Request, perMinute: Int64) {
    security?.note(.limitReached)
    watch?.note(
      .overLimit(perMinute: perMinute), of: request.peer, at: request.receivedAt)
  }

  /// What a caller may ask for in a minute: what going far beyond a limit is measured by, also where
  /// it is one of a day or a month.
  private static func perMinute(_ meter: Meter) -> Int64 {
    let limits = [meter.user.limit(.minute), meter.own.limit(.minute)].filter { $0 >= 0 }
    return limits.min() ?? 1000
  }

  private func refusal(
    _ policy: LimitPolicy, _ account: LimitAccount, _ meter: Meter, at now: Int64,
    seconds: Int64, in periods: UTCPeriods, _ policyLine: [UInt8]
  ) -> Problem {
    let limit = account.limit(policy)
    let left = account.left(
      of: policy, limit: limit, at: now, in: periods, seconds: seconds)
    let name = policy.name(ofToken: account.isOfToken)
    let what =
      switch policy {
      case .minute: "\(limit) requests a minute"
      case .day: "\(limit) requests a day"
      case .month: "\(limit) requests a month"
      case .bandwidth: "\(limit) bytes a month"
      }
    return Problem(
      MeteringProblems.quotaExceeded,
      detail: "The limit of \(what) of this \(account.isOfToken ? "token" : "user") is reached.",
      members: [.init("violated-policies", .array([.string(name)]))],
      retryAfter: max(1, Int(left.seconds)),
      fields: fields(meter, policyLine, at: seconds, in: periods))
  }

  private func fields(
    _ meter: Meter, _ policyLine: [UInt8], at seconds: Int64, in periods: UTCPeriods
  ) -> HTTPFields {
    var fields = HTTPFields()
    Self.append(policyLine, to: &fields)
    let now = Int64(bitPattern: self.now())
    let lines = [UInt8](capacity: 2 * LimitLines.countMax) {
      LimitLines.write(meter, at: now, in: periods, seconds: seconds, to: &$0)
    }
    Self.append(lines, to: &fields)
    return fields
  }

  /// Adds field lines as fields.
  private static func append(_ lines: [UInt8], to fields: inout HTTPFields) {
    for line in String(decoding: lines, as: UTF8.self).split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, let name = FieldName(checking: String(parts[0])) else { continue }
      fields.append(name, String(parts[1].drop { $0 == " " }))
    }
  }
}
