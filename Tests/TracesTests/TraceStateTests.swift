import Testing

@testable import Traces

@Suite struct TraceStateTests {
  private static func parse(_ text: String) -> String? {
    TraceState(Array(text.utf8).span)?.text
  }

  @Test(arguments: [
    ("rojo=00f067aa0ba902b7", "rojo=00f067aa0ba902b7"),
    ("rojo=1,congo=t61rcWkgMzE", "rojo=1,congo=t61rcWkgMzE"),
    ("a=1 ,\t, b=2,", "a=1,b=2"),
    ("fw529a3039@dt=FfAAA", "fw529a3039@dt=FfAAA"),
    ("0tenant@vendor=1", "0tenant@vendor=1"),
    ("a= x", "a= x"),
  ])
  func `members are passed on as they came`(text: String, kept: String) {
    #expect(Self.parse(text) == kept)
  }

  @Test(arguments: [
    "", " , ", "a", "=1", "a=", "A=1", "1a=1", "_a=1", "a=b=c", "a=\u{7f}", "a=é", "a@=1", "@a=1",
    "a@0b=1", "a@abcdefghijklmno=1", "a b=1",
  ])
  func `one malformed member spoils them all`(text: String) {
    #expect(Self.parse(text) == nil)
    #expect(Self.parse("good=1,\(text)x=") == nil)
  }

  @Test func `there are bounds on members and bytes`() {
    let members = (0..<32).map { "k\($0)=v" }
    #expect(Self.parse(members.joined(separator: ",")) != nil)
    #expect(Self.parse((members + ["one=more"]).joined(separator: ",")) == nil)
    let long = "a=" + String(repeating: "x", count: 256)
    #expect(Self.parse(long) != nil)
    #expect(Self.parse(long + "x") == nil)
    #expect(Self.parse(long + ",b=" + String(repeating: "x", count: 251)) != nil)
    #expect(Self.parse(long + ",b=" + String(repeating: "x", count: 252)) == nil)
  }
}
