internal import Routing
internal import SharedState

/// Bounds how often an address asks for accounts and mail, and how much mail an email gets.
struct AskLimits: Sendable {
  let shared: any SharedStateStore
  let asksPerHour: Int
  let mailsPerHour: Int

  /// Counts something that an address asks for without having signed in.
  ///
  /// - Throws: 429 when it was too much.
  func ask(from origin: RequestOrigin) async throws {
    let grant = try await take(
      "accounts:asks:" + origin.addressKey, CellRate(asksPerHour, per: .seconds(3600)))
    guard grant.granted > 0 else {
      throw Problem(
        AccountsProblems.tooManyRegistrations,
        retryAfter: Int(grant.retryAfter.wholeMilliseconds / 1000 + 1))
    }
  }

  /// Whether an email may be sent another message of a kind: who registers an email again and again
  /// does not keep its owner from resetting the password.
  func mayMail(_ emailKey: String, _ kind: MailedTokenStore.Purpose) async throws -> Bool {
    try await take(
      "accounts:mails:\(kind.rawValue):" + AttemptLimits.name(of: emailKey),
      CellRate(mailsPerHour, per: .seconds(3600))
    ).granted > 0
  }

  private func take(_ key: String, _ rate: CellRate) async throws -> RateGrant {
    do throws(SharedStateFailure) {
      return try await shared.takeRate(key, rate)
    } catch {
      throw Problem(
        AccountsProblems.accountsUnavailable, detail: error.description, retryAfter: 5)
    }
  }
}
