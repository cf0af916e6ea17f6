import HTTPClient
import Locks
import Resilience
import Settings
import Telemetry
import Testing

@testable import WalrusUpstream

/// The log tells when an endpoint is no longer asked, and when it is again.
@Suite struct EndpointChangeTests {
  /// Keeps what is logged.
  private final class Lines: LogHandler {
    private let kept = Mutex<[String]>([])

    var logLevel: Logger.Level {
      get { .info }
      set {}
    }

    var metadata: Logger.Metadata {
      get { [:] }
      set {}
    }

    var texts: [String] { kept.withLock { $0 } }

    func log(event: LogEvent) {
      let names = ["endpoint", "from", "to", "why", "omitted"]
      let values = names.compactMap { name -> String? in
        if case .string(let text) = event.metadata[name] { text } else { nil }
      }
      kept.withLock { $0.append("\(event.level) " + values.joined(separator: " | ")) }
    }
  }

  /// A clock that the test moves.
  // Unchecked: one test moves and reads it, in turns.
  private final class Clock: @unchecked Sendable {
    // Set and read by the one task that drives the test.
    var now = Duration.zero
  }

  private let clock = Clock()
  private let lines = Lines()
  private let pool: EndpointPool

  init() throws {
    let endpoints = ["http://a.example", "http://b.example", "http://c.example"]
      .compactMap { WalrusEndpoint($0) }
    pool = EndpointPool(
      kind: .aggregator, endpoints: endpoints,
      settings: try SettingsSources().load(EndpointHealthSettings.self).settings,
      logger: Logger(label: "test", handler: lines), now: { [clock] in clock.now })
  }

  private func end(_ endpoint: Int, status: Int?, fails: Bool = true) {
    var report = UpstreamReport()
    report.total = .milliseconds(5)
    pool.ended(
      AttemptRecord(
        endpoint: endpoint, status: status,
        outcome: fails && status == nil ? .failed(.refused, report) : .succeeded(report)))
  }

  @Test func `a breaker that opens, is tried and closes has a line for each change`() {
    for _ in 0..<5 { end(0, status: nil) }
    #expect(lines.texts == ["warning http://a.example | closed | open, ejected | unreachable"])
    for _ in 0..<10 { end(0, status: nil) }
    #expect(lines.texts.count == 1, "what is known is not told again")
    clock.now = .seconds(31)
    #expect(pool.beginProbe(of: 0))
    pool.endProbe(of: 0, .good, status: 404, latency: .milliseconds(5), isAdmitted: true)
    #expect(pool.beginProbe(of: 0))
    pool.endProbe(of: 0, .good, status: 404, latency: .milliseconds(5), isAdmitted: true)
    #expect(
      lines.texts.dropFirst() == [
        "info http://a.example | open, ejected | half-open | its time is over",
        "info http://a.example | half-open | closed | it answered well",
      ])
  }

  @Test func `a trial that fails is told with its status`() {
    for _ in 0..<5 { end(0, status: nil) }
    clock.now = .seconds(31)
    _ = pool.beginProbe(of: 0)
    pool.endProbe(of: 0, .fault(.serverError), status: 503, latency: .zero, isAdmitted: true)
    #expect(
      lines.texts.last == "warning http://a.example | half-open | open | server_error, status 503")
  }

  @Test func `wrong content ejects, and the log says why`() {
    pool.contentWasWrong(1)
    #expect(lines.texts == ["warning http://b.example | closed | ejected | wrong_content"])
  }

  @Test func `of many changes a bounded number is told, and how many were not`() {
    var allowance = EventAllowance(burst: 2, perMinute: 60, at: .zero)
    let first = (0..<5).map { _ in allowance.take(at: .zero) }
    #expect(first == [0, 0, nil, nil, nil])
    let later = (0..<2).map { _ in allowance.take(at: .seconds(1)) }
    #expect(later == [3, nil])
    let rested = (0..<3).map { _ in allowance.take(at: .seconds(1000)) }
    #expect(rested == [1, 0, nil])
    // A clock that goes back gives nothing.
    let back = allowance.take(at: .zero)
    #expect(back == nil)
  }
}
