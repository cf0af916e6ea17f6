internal import Capabilities
internal import JSON
internal import Locks
internal import Metering
internal import Telemetry

/// Says in the log, the audit trail and by mail what metering has noticed.
final class MeteringLog: MeteringReports {
  /// What was said so far.
  struct Counts: Sendable {
    var notices: [Int64: Int] = [:]
    var anomalies: [TokenAnomaly.Kind: Int] = [:]
  }

  private let outlets: MeteringOutlets
  private let logger: Logger
  private let said = Mutex(Counts())

  init(_ outlets: MeteringOutlets, logger: Logger) {
    self.outlets = outlets
    self.logger = logger
  }

  var counts: Counts { said.withLock { $0 } }

  func quotaReached(_ notice: QuotaNotice, at seconds: Int64) async {
    said.withLock { $0.notices[notice.percent, default: 0] += 1 }
    logger.notice(
      "Most of a quota is used, or all of it.",
      metadata: [
        "account": "\(notice.account)", "policy": "\(notice.policy.rawValue)",
        "percent": "\(notice.percent)",
      ])
    let details: [JSONValue.Member] = [
      .init("policy", .string(notice.policy.rawValue)), .init("percent", .integer(notice.percent)),
      .init("used", .integer(notice.used)), .init("limit", .integer(notice.limit)),
    ]
    await record(
      AuditEntry(
        "quota.reached", actorID: notice.userID, subjectID: notice.account, happenedAt: seconds,
        details: details))
    guard let mailer = outlets.mailer, let mailAddress = outlets.mailAddress else { return }
    do {
      guard let address = try await mailAddress(notice.userID) else { return }
      try await mailer.send(Self.mail(notice, to: address))
    } catch {
      failed("sending a warning of a quota", error)
    }
  }

  func tokenUnusual(
    _ anomaly: TokenAnomaly, userID: String, tokenID: String, at seconds: Int64
  ) async {
    said.withLock { $0.anomalies[anomaly.kind, default: 0] += 1 }
    logger.warning(
      "The use of a token is unusual.",
      metadata: [
        "token": "\(tokenID)", "kind": "\(anomaly.kind.rawValue)", "seen": "\(anomaly.seen)",
        "usual": "\(anomaly.usual)",
      ])
    await record(
      AuditEntry(
        "token.unusual", actorID: userID, subjectID: tokenID, happenedAt: seconds,
        details: [
          .init("kind", .string(anomaly.kind.rawValue)), .init("seen", .integer(anomaly.seen)),
          .init("usual", .integer(anomaly.usual)),
        ]))
  }

  func tokensUsed(_ uses: [(id: String, seconds: Int64)]) async {
    do { try await outlets.tokensUsed?(uses) } catch {
      failed("noting when tokens were used", error)
    }
  }

  func failed(_ what: String, _ error: any Error) {
    logger.warning("Metering goes on, but failed at \(what): \(String(describing: error))")
  }

  private func record(_ entry: AuditEntry) async {
    do { try await outlets.audit?.record(entry) } catch {
      failed("recording \(entry.action)", error)
    }
  }

  /// What a user is told: what is used, of what, and what follows.
  private static func mail(_ notice: QuotaNotice, to address: String) -> MailMessage {
    let what =
      switch notice.policy {
      case .minute: "requests a minute"
      case .day: "requests of today"
      case .month: "requests of this month"
      case .bandwidth: "bytes of this month"
      }
    let isAll = notice.percent >= 100
    return MailMessage(
      to: address, subject: "\(notice.percent) % of your \(what) are used",
      body: """
        Your account has used \(notice.used) of \(notice.limit) \(what).

        \(isAll
          ? "Further requests are refused until the period is over, unless your plan only warns."
          : "When all of them are used, further requests are refused until the period is over.")
        A larger plan takes effect at once.
        """)
  }
}
