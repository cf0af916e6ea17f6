/// A credential of a user as requests are counted for it: both accounts behind one number.
package final class Meter: Sendable {
  /// What `Response.meter` carries; never 0.
  package let number: UInt32
  /// The account of the user.
  package let user: LimitAccount
  /// The account of the token; for who has signed in otherwise an account without limits whose id
  /// is empty.
  package let own: LimitAccount

  /// A meter.
  init(number: UInt32, user: LimitAccount, own: LimitAccount) {
    self.number = number
    self.user = user
    self.own = own
  }

  /// The user's id.
  package var userID: String { user.id }
  /// The token's id; empty where it was no token.
  package var credentialID: String { own.id }

  /// Takes one request from both accounts, or from none.
  func take(
    at now: Int64, in periods: UTCPeriods
  ) -> (verdict: LimitVerdict, account: LimitAccount) {
    let isOwnCounted = own.isCounted
    if isOwnCounted {
      let verdict = own.take(at: now, in: periods)
      guard verdict == .passed else { return (verdict, own) }
    }
    let verdict = user.take(at: now, in: periods)
    if verdict != .passed, isOwnCounted { own.giveBack(in: periods) }
    return (verdict, user)
  }

  /// Counts the bytes of a request and its answer.
  func charge(_ count: Int64, in periods: UTCPeriods) {
    user.charge(count, in: periods)
    own.charge(count, in: periods)
  }
}
