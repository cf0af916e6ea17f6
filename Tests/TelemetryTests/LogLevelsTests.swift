import Testing

@testable import Telemetry

struct LogLevelsTests {
  private static func logger(_ levels: LogLevels) -> Logger {
    let writer = LogWriter(descriptor: -1)
    return Logger(
      label: "floe", handler: LineLogHandler(writer: writer, format: .text, levels: levels))
  }

  @Test func `a component has its own level, and its parts have it too`() {
    let logger = Self.logger(LogLevels(.warning, components: ["http": .debug, "content": .error]))
    #expect(logger.logLevel == .warning)
    #expect(logger.component("http").label == "floe.http")
    #expect(logger.component("http").logLevel == .debug)
    #expect(logger.component("http").component("limits").logLevel == .debug)
    #expect(logger.component("content").logLevel == .error)
    #expect(logger.component("other").logLevel == .warning)
  }

  @Test func `new levels reach loggers that are in use`() {
    let levels = LogLevels(.warning, components: ["http": .debug])
    let logger = Self.logger(levels)
    let http = logger.component("http")
    var own = http
    own.logLevel = .critical
    levels.set(.error, components: ["content": .trace])
    #expect(logger.logLevel == .error)
    #expect(http.logLevel == .error)
    #expect(logger.component("content").logLevel == .trace)
    // A level that somebody set on a logger is that logger's.
    #expect(own.logLevel == .critical)
  }

  @Test func `lines below the level in force are not written`() {
    let pipe = TestPipe()
    let writer = LogWriter(descriptor: pipe.input)
    let levels = LogLevels(.info)
    let logger = Logger(
      label: "floe", handler: LineLogHandler(writer: writer, format: .text, levels: levels))
    let http = logger.component("http")
    http.debug("one")
    levels.set(.info, components: ["http": .debug])
    http.debug("two")
    logger.debug("three")
    #expect(writer.stop(within: .seconds(5)))
    let text = pipe.drain()
    #expect(text.contains("debug floe.http: two"))
    #expect(!text.contains("one") && !text.contains("three"))
  }
}
