internal import Locks

/// The accounts and meters of whoever has used this edge within the last day.
package final class Meters: Sendable {
  /// More have used this edge than it keeps accounts for.
  struct Full: Error {}

  /// How long an account is kept that nobody uses, in seconds: longer than any answer takes, whose
  /// bytes would otherwise be counted for who has its number next.
  static let idleSeconds: Int64 = 86_400

  private struct Key: Hashable {
    let user: String
    let credential: String
  }

  private struct Kept {
    let meter: Meter
    var usedAt: Int64
  }

  private struct State {
    var meters: [Key: Kept] = [:]
    var users: [String: LimitAccount] = [:]
    var tokens: [String: LimitAccount] = [:]
    var freeNumbers: [UInt32] = []
    var nextNumber: UInt32 = 1
  }

  private let state = Mutex(State())
  private let metersMax: Int
  private let isShared: Bool

  /// No accounts.
  ///
  /// - Parameter isShared: whether limits are shared with other edges.
  package init(metersMax: Int, isShared: Bool = false) {
    self.metersMax = metersMax
    self.isShared = isShared
  }

  /// Meters that are kept.
  package var count: Int { state.withLock { $0.meters.count } }

  /// The meter of a credential, if it is known.
  func meter(user: String, credential: String, at seconds: Int64) -> Meter? {
    state.withLock { state in
      let key = Key(user: user, credential: credential)
      guard let kept = state.meters[key] else { return nil }
      state.meters[key]?.usedAt = max(kept.usedAt, seconds)
      return kept.meter
    }
  }

  /// Whether a user or a token has an account.
  func hasAccount(user: String) -> Bool { state.withLock { $0.users[user] != nil } }

  /// The meter of a credential, made now if somebody else has not done so meanwhile.
  ///
  /// - Parameter used: what was used before, of the user and of the token; counted where the
  ///   account is made by this call.
  func add(
    user: String, credential: String, used: (user: QuotaUse, own: QuotaUse),
    in periods: UTCPeriods, at seconds: Int64
  ) throws(Full) -> Meter {
    let isShared = self.isShared
    let meter = state.withLock { state -> Meter? in
      let key = Key(user: user, credential: credential)
      if let kept = state.meters[key] { return kept.meter }
      guard state.meters.count < metersMax else { return nil }
      let account: LimitAccount
      if let known = state.users[user] {
        account = known
      } else {
        account = LimitAccount(id: user, isOfToken: false, isShared: isShared)
        account.restore(used.user, in: periods)
        state.users[user] = account
      }
      let own = LimitAccount(id: credential, isOfToken: true, isShared: isShared)
      own.restore(used.own, in: periods)
      if !credential.isEmpty { state.tokens[credential] = own }
      let number = state.freeNumbers.popLast() ?? state.nextNumber
      if number == state.nextNumber { state.nextNumber += 1 }
      let meter = Meter(number: number, user: account, own: own)
      state.meters[key] = Kept(meter: meter, usedAt: seconds)
      return meter
    }
    guard let meter else { throw Full() }
    return meter
  }

  /// Notes that meters were used.
  func noteUse(of meters: [Meter], at seconds: Int64) {
    state.withLock { state in
      for meter in meters {
        state.meters[Key(user: meter.userID, credential: meter.credentialID)]?.usedAt = seconds
      }
    }
  }

  /// Forgets who was idle for a day; gives their numbers, which others may get from now on.
  @discardableResult
  func forgetIdle(at seconds: Int64) -> [UInt32] {
    state.withLock { state in
      let idle = state.meters.filter { $0.value.usedAt < seconds - Self.idleSeconds }
      for (key, kept) in idle {
        state.meters[key] = nil
        state.tokens[key.credential] = nil
        state.freeNumbers.append(kept.meter.number)
      }
      guard !idle.isEmpty else { return [] }
      let users = Set(state.meters.keys.map(\.user))
      state.users = state.users.filter { users.contains($0.key) }
      return idle.values.map(\.meter.number)
    }
  }

  /// Has all shards look a token up again.
  func tokenChanged(_ id: String) {
    let account = state.withLock { $0.tokens[id] }
    account?.changed()
  }

  /// Has all shards look everything of a user up again.
  func userChanged(_ id: String) {
    let account = state.withLock { $0.users[id] }
    account?.changed()
  }

  /// Every account that is kept.
  var accounts: [LimitAccount] {
    state.withLock { Array($0.users.values) + Array($0.tokens.values) }
  }
}
