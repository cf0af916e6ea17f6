import FoundationEssentials
import Testing

@testable import Telemetry

struct LoggerTests {
  struct Broken: Error, CustomStringConvertible { let description = "it \"broke\"" }

  struct Line: Decodable {
    let time, level, logger, message: String
    let error: String?
  }

  static let time = WallTime(nanosecondsSinceEpoch: 1_795_262_399_042_000_000)

  /// What a logger wrote.
  func written(
    _ format: LogFormat, level: Logger.Level = .trace, _ body: (inout Logger) -> Void
  ) -> String {
    let pipe = TestPipe(size: 65_536)
    let writer = LogWriter(descriptor: pipe.input)
    let handler = LineLogHandler(writer: writer, format: format, level: level) { Self.time }
    var logger = Logger(label: "floe.test", handler: handler)
    body(&logger)
    #expect(writer.stop(within: .seconds(2)))
    return pipe.drain()
  }

  @Test func `a text line says when, how bad, who and what`() {
    let text = written(.text) { logger in
      logger[metadataKey: "shard"] = 3
      logger.info("listening on \("[::1]")", metadata: ["port": 4500, "name": "a b", "x": ""])
    }
    #expect(
      text == "2026-11-21T11:59:59.042Z info floe.test: listening on [::1] "
        + "name=\"a b\" port=4500 shard=3 x=\"\"\n")
  }

  @Test func `a JSON line is an object with the same`() throws {
    let text = written(.json) { logger in
      logger.error(
        "no\nluck", error: Broken(),
        metadata: ["list": .array(["a", 2]), "map": .dictionary(["k": "v"]), "n": -1])
    }
    #expect(
      text
        == #"{"time":"2026-11-21T11:59:59.042Z","level":"error","logger":"floe.test","#
        + #""message":"no\nluck","error":"it \"broke\"","#
        + #""metadata":{"list":["a",2],"map":{"k":"v"},"n":-1}}"# + "\n")
    let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
    #expect(line.message == "no\nluck")
    #expect(line.error == "it \"broke\"")
  }

  @Test func `every line of a request says which`() {
    let scope = LogScope(requestID: "req-1", traceID: "4bf92f35", spanID: "00f067aa")
    let json = written(.json) { logger in
      logger.info("before")
      LogScope.$current.withValue(scope) { logger.info("within", metadata: ["n": 1]) }
    }
    let lines = json.split(separator: "\n")
    #expect(!lines[0].contains("request_id"))
    #expect(
      lines[1].hasSuffix(
        #""message":"within","request_id":"req-1","trace_id":"4bf92f35","span_id":"00f067aa","#
          + #""metadata":{"n":1}}"#))
    let text = written(.text) { logger in
      LogScope.$current.withValue(LogScope(requestID: "req-1")) { logger.info("within") }
    }
    #expect(text.hasSuffix("floe.test: within request_id=req-1\n"))
  }

  @Test(arguments: LogFormat.allCases)
  func `secrets are never printed`(format: LogFormat) {
    let text = written(format) { logger in
      logger.info(
        "key \(secret: "hunter2")",
        metadata: [
          "a": .secret("hunter2"), "Authorization": "Bearer hunter2", "token": "hunter2",
          "nested": .dictionary(["cookie": "hunter2"]),
        ])
    }
    #expect(!text.contains("hunter2"))
    #expect(text.contains("key (secret)"))
  }

  @Test func `a message below the level is not even made`() {
    let text = written(.text, level: .warning) { logger in
      func never() -> Logger.Message {
        Issue.record("made")
        return ""
      }
      logger.info(never())
      logger.notice("quiet")
      logger.logLevel = .debug
      logger.debug("loud")
      logger.trace("quiet")
      logger.critical("louder")
    }
    #expect(
      text.split(separator: "\n").map { $0.split(separator: " ")[1] } == ["debug", "critical"])
  }

  @Test(arguments: LogFormat.allCases)
  func `one line stays one line, however hostile and large`(format: LogFormat) throws {
    let hostile = String(repeating: "\u{1B}\n\"\u{2028}", count: 1000)
    let text = written(format) { logger in
      var metadata: Logger.Metadata = [:]
      for index in 0..<500 { metadata["\(hostile)\(index)"] = .string(hostile) }
      metadata["deep"] = .array([.array([.array([.array([.array([.string(hostile)])])])])])
      logger.info("\(hostile)", metadata: metadata)
    }
    #expect(text.utf8.count <= 16 * 1024)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
    #expect(!text.contains("\u{1B}") && !text.contains("\u{2028}"))
    if format == .json {
      #expect(try JSONDecoder().decode(Line.self, from: Data(text.utf8)).level == "info")
    }
  }

  @Test func `the current logger follows the task`() async {
    let pipe = TestPipe()
    let writer = LogWriter(descriptor: pipe.input)
    let handler = LineLogHandler(writer: writer, format: .text, level: .info) { Self.time }
    Logger.current.critical("nobody hears this")
    await withLogger(Logger(label: "a", handler: handler)) {
      await withLogger(mergingMetadata: ["request": "r1"]) {
        async let child: Void = { Logger.current.info("from a child") }()
        await child
      }
    }
    withLogger(Logger(label: "b", handler: handler)) { Logger.current.info("synchronous") }
    #expect(writer.stop(within: .seconds(2)))
    #expect(
      pipe.drain() == """
        2026-11-21T11:59:59.042Z info a: from a child request=r1
        2026-11-21T11:59:59.042Z info b: synchronous

        """)
  }
}
