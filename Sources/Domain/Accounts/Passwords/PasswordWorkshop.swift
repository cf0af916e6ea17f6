package import Capabilities
internal import Credentials
internal import Locks
package import Passwords
internal import Routing

/// Hashes passwords away from the loops, only so many at once, with a short queue before it.
package final class PasswordWorkshop: Sendable {
  private struct State {
    var running = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let offload: any Offload
  private let runningMax: Int
  private let waitingMax: Int
  /// The cost of new hashes.
  package let cost: Int
  /// Hashes that no password has, one of each cost up to today's.
  private let dummies: [Int: PasswordHash]

  /// A workshop.
  ///
  /// - Parameters:
  ///   - runningMax: hashes at once.
  ///   - waitingMax: callers that may wait; past it they get 503.
  package init(offload: any Offload, cost: Int, runningMax: Int, waitingMax: Int) {
    precondition(runningMax > 0 && waitingMax >= 0 && Bcrypt.costs.contains(cost))
    self.offload = offload
    self.cost = cost
    self.runningMax = runningMax
    self.waitingMax = waitingMax
    dummies = Dictionary(
      uniqueKeysWithValues: (Bcrypt.costs.lowerBound...cost).map { ($0, Self.dummy(cost: $0)) })
  }

  private static func dummy(cost: Int) -> PasswordHash {
    let digits = cost < 10 ? "0\(cost)" : "\(cost)"
    let dummy = PasswordHash("$2b$\(digits)$" + String(repeating: ".", count: 53))
    guard let dummy else { preconditionFailure("the dummy has not the form of a hash") }
    return dummy
  }

  /// Hashes that run and callers that wait.
  package var load: (running: Int, waiting: Int) {
    state.withLock { ($0.running, $0.waiting.count) }
  }

  /// The hash of a password with a salt of its own.
  package func hash(_ password: Password) async throws -> PasswordHash {
    let cost = cost
    return try await run { () throws(BcryptFailure) in
      try Bcrypt.hash(password, cost: cost, salt: SecureRandom.bytes(Bcrypt.saltByteCount))
    }
  }

  /// Whether a password is the one of a hash; without a hash it is false, and takes as long.
  ///
  /// An older, cheaper hash takes as long as one of today's, too: otherwise a wrong password for it
  /// would be answered sooner than an email that has no account.
  package func matches(_ password: Password, _ hash: PasswordHash?) async throws -> Bool {
    let fill = Self.fillingCosts(after: hash?.cost, upTo: cost).compactMap { dummies[$0] }
    return try await run { () throws(BcryptFailure) in
      var isEqual = false
      if let hash { isEqual = try Bcrypt.matches(password, hash) }
      for dummy in fill { _ = try Bcrypt.matches(password, dummy) }
      return isEqual
    }
  }

  /// The costs of hashes that together with one of the cost `done` take what one of the cost `cost`
  /// takes: 2^d + (2^d + 2^(d+1) + … + 2^(c-1)) = 2^c rounds. After nothing it is that one.
  static func fillingCosts(after done: Int?, upTo cost: Int) -> [Int] {
    guard let done else { return [cost] }
    return done < cost ? Array(done..<cost) : []
  }

  private func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws(BcryptFailure) -> Value
  ) async throws -> Value {
    try await enter()
    let result: Result<Value, BcryptFailure>
    do {
      result = try await offload.run {
        do throws(BcryptFailure) { return .success(try work()) } catch { return .failure(error) }
      }
    } catch {
      leave()
      throw Problem(RoutingProblems.overloaded)
    }
    leave()
    return try result.get()
  }

  private func enter() async throws {
    enum Turn { case now, later, never }
    let turn: Turn = state.withLock { state in
      guard state.running >= runningMax else {
        state.running += 1
        return .now
      }
      return state.waiting.count < waitingMax ? .later : .never
    }
    switch turn {
    case .now: return
    case .never: throw Problem(RoutingProblems.overloaded, retryAfter: 2)
    case .later: break
    }
    await withCheckedContinuation { continuation in
      // A place may have become free since.
      let isFree = state.withLock { state in
        guard state.running >= runningMax else {
          state.running += 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  /// Hands the place to who waits longest, if anybody does.
  private func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard !state.waiting.isEmpty else {
        state.running -= 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
