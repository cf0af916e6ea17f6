import Testing

@testable import Traces

@Suite struct TraceParentTests {
  private static let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

  private static func parse(_ text: String) -> TraceParent? {
    TraceParent(Array(text.utf8).span)
  }

  @Test func `a parent is read as it is written`() throws {
    let parent = try #require(Self.parse(Self.good))
    #expect(parent.traceID.text == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(parent.spanID.text == "00f067aa0ba902b7")
    #expect(parent.isSampled)
    #expect(parent.text == Self.good)
  }

  @Test(arguments: [("00", false), ("01", true), ("02", false), ("03", true), ("ff", true)])
  func `of the flags only the lowest is known`(flags: String, isSampled: Bool) throws {
    let parent = try #require(Self.parse(Self.good.dropLast(2) + flags))
    #expect(parent.isSampled == isSampled)
  }

  @Test(arguments: ["cc", "01", "fe"])
  func `a later version may say more behind a hyphen`(version: String) {
    let rest = Self.good.dropFirst(2)
    #expect(Self.parse(version + rest) != nil)
    #expect(Self.parse(version + rest + "-what-the-future-will-be-like") != nil)
    #expect(Self.parse(version + rest + ".what") == nil)
  }

  @Test(arguments: [
    "", "00", good + "-", good + "-more", good.uppercased(), "ff" + good.dropFirst(2),
    "0" + good.dropFirst(1).dropFirst(1), "00-" + good.dropFirst(4) + "0",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
    "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-001",
    "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
    " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  ])
  func `what breaks a rule is as good as nothing`(text: String) {
    #expect(Self.parse(text) == nil)
  }
}
