import Lifecycle
import Testing

@testable import Health

@Suite struct HealthReportTests {
  private let readiness = Readiness()
  private let board = HealthBoard(required: [.database], limits: ComponentHealth.Limits()) { .zero }

  private var report: HealthReport {
    HealthReport(
      readiness: readiness, board: board, journal: RecoveryJournal(), version: "1",
      startedAt: 1_800_000_000)
  }

  @Test func `requests are welcome from the end of the start to the beginning of the stop`() {
    #expect(report.status == "starting" && !report.isReady)
    readiness.becomeReady()
    #expect(report.status == "ok" && report.isReady)
    // While it drains it is not ready, however well it is.
    readiness.beginStopping()
    #expect(report.status == "stopping" && !report.isReady)
  }

  @Test func `what requests need must not have failed`() {
    readiness.becomeReady()
    _ = board.observe(.aggregators, .failed("gone"))
    #expect(report.status == "degraded" && report.isReady)
    _ = board.observe(.database, .failed("gone"))
    #expect(report.status == "failed" && !report.isReady)
    #expect(report.failedNames == ["database"])
  }

  @Test func `the journal keeps the latest steps, and counts them all`() {
    let journal = RecoveryJournal()
    for number in 0..<50 {
      journal.note(
        RecoveryRecord(
          step: RecoveryStep(.reconnect, .database), outcome: number % 2 == 0 ? .done : .failed,
          note: "\(number)", at: Int64(number)))
    }
    #expect(journal.latest.count == 20)
    #expect(journal.latest.first?.note == "49")
    #expect(journal.count(.reconnect, .done) == 25)
    #expect(journal.count(.failOver, .done) == 0)
  }
}
