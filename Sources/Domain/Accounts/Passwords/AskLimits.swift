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

  /// Whether an email may be sent another message.
  func mayMail(_ emailKey: String) async throws -> Bool {
    try await take(
      "accounts:mails:" + AttemptLimits.name(of: emailKey),
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
