internal import Credentials
internal import Routing
internal import SharedState

/// Slows down who guesses passwords, by account and by address, for all edges together.
///
/// An attempt is counted before the password is looked at, so that a hundred at once are a hundred.
/// It knows emails alone, never whether they have an account.
struct AttemptLimits: Sendable {
  /// An attempt that may go on.
  struct Attempt: Sendable {
    let accountKey: String
    let addressKey: String
    /// Which attempt of the account it is, counted from 1.
    let number: Int64
  }

  let shared: any SharedStateStore
  let account: AttemptRule
  let address: AttemptRule
  let now: @Sendable () -> Int64

  /// Lets an attempt go on.
  ///
  /// - Throws: 429 with the time that is left of a delay or a lock.
  func begin(emailKey: String, from origin: RequestOrigin) async throws -> Attempt {
    let accountKey = "accounts:attempts:" + Self.name(of: emailKey)
    let addressKey = "accounts:attempts:from:" + origin.addressKey
    let taken: (number: Int64, wait: Int64?)
    do throws(SharedStateFailure) {
      let ofAddress = try await count(addressKey, address)
      if ofAddress.wait != nil {
        taken = ofAddress
      } else {
        taken = try await count(accountKey, account)
        if taken.wait != nil {
          // What the account refuses is no guess of the address.
          _ = try await shared.increment(addressKey, by: -1, expiresAfter: address.memory)
        }
      }
    } catch {
      throw Self.unavailable(error)
    }
    if let wait = taken.wait {
      throw Problem(AccountsProblems.signInDelayed, retryAfter: Int(wait))
    }
    return Attempt(accountKey: accountKey, addressKey: addressKey, number: taken.number)
  }

  /// Forgets the failures of an account, and this attempt of the address.
  func succeeded(_ attempt: Attempt) async throws {
    do throws(SharedStateFailure) {
      _ = try await shared.delete(attempt.accountKey)
      _ = try await shared.delete(attempt.accountKey + Self.gate)
      _ = try await shared.increment(attempt.addressKey, by: -1, expiresAfter: address.memory)
    } catch {
      throw Self.unavailable(error)
    }
  }

  /// Whether the failure of this attempt has locked the account.
  func locks(_ attempt: Attempt) -> Bool { attempt.number >= account.locking }

  private static let gate = ":gate"

  private func count(
    _ key: String, _ rule: AttemptRule
  ) async throws(SharedStateFailure) -> (number: Int64, wait: Int64?) {
    let before =
      try await shared.get(key).flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
    if rule.delay(afterAttempt: before + 1) != nil {
      // Who finds the gate shut is not counted: otherwise anybody could keep it shut.
      if let wait = try await pass(key, rule, before + 1) { return (before, wait) }
      return (try await shared.increment(key, by: 1, expiresAfter: rule.memory), nil)
    }
    let number = try await shared.increment(key, by: 1, expiresAfter: rule.memory)
    guard rule.delay(afterAttempt: number) != nil else { return (number, nil) }
    // Others were faster: of all that are too many, the gate lets one through.
    guard let wait = try await pass(key, rule, number) else { return (number, nil) }
    _ = try await shared.increment(key, by: -1, expiresAfter: rule.memory)
    return (number, wait)
  }

  /// Goes through the gate and shuts it; gives the seconds that it stays shut when it was.
  private func pass(
    _ key: String, _ rule: AttemptRule, _ number: Int64
  ) async throws(SharedStateFailure) -> Int64? {
    guard let delay = rule.delay(afterAttempt: number) else { return nil }
    let opens = now() + delay.components.seconds
    let isPassed = try await shared.setIfAbsent(
      key + Self.gate, Array(String(opens).utf8), expiresAfter: delay)
    if isPassed { return nil }
    let text = try await shared.get(key + Self.gate).map { String(decoding: $0, as: UTF8.self) }
    return max((text.flatMap { Int64($0) } ?? now()) - now(), 1)
  }

  /// What an email is called in shared state, which need not know it.
  static func name(of emailKey: String) -> String {
    Base64URL.text(Array(SecretDigest.of(emailKey).prefix(16)))
  }

  /// Without counting nobody may guess.
  private static func unavailable(_ failure: SharedStateFailure) -> Problem {
    Problem(AccountsProblems.accountsUnavailable, detail: failure.description, retryAfter: 5)
  }
}
