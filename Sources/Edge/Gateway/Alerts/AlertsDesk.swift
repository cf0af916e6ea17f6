internal import Alerts
internal import Capabilities
internal import EventLoops
internal import Glibc
package import Telemetry

/// What the command does with the receivers of alerts, without a running edge.
package enum AlertsDesk {
  /// What came back from one receiver.
  package struct Answer: Sendable {
    /// The receiver, whether it took the alert, and its words.
    package let sink: String
    package let isTaken: Bool
    package let words: String
  }

  /// Sends a test alert to every receiver that the settings name, once, and says what came back.
  ///
  /// - Throws: what is wrong with the addresses that the settings name.
  package static func test(_ settings: GatewaySettings, logger: Logger) async throws -> [Answer] {
    let pool = BlockingPool(threadsMax: 1, queueMax: 16)
    defer { pool.stop() }
    let mail = try MailWiring(
      settings, pool: pool, gate: DependencyGates(settings.breakers).mail, logger: logger)
    let wiring = try AlertsWiring(
      settings.alerts, breaker: settings.breakers.alerts.limits, mail: mail.direct, logger: logger)
    await wiring.start()
    let notice = AlertNotice(
      id: AlertDispatcher.freshID(), source: settings.alerts.source,
      event: AlertEvent(
        key: "test", phase: .notice, severity: settings.alerts.severityMin,
        summary: "this is a test, and nothing is wrong",
        at: Timestamp(seconds: Int64(time(nil)))))
    var answers: [Answer] = []
    for sink in wiring.sinks {
      do throws(AlertFailure) {
        let words = try await sink.deliver(notice)
        answers.append(Answer(sink: sink.name, isTaken: true, words: words))
      } catch {
        answers.append(Answer(sink: sink.name, isTaken: false, words: error.description))
      }
    }
    await wiring.stop()
    await mail.stop()
    return answers
  }
}
