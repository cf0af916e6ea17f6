import HTTP
import Testing

@Suite struct HTTPDateTests {
  static let now = HTTPDate(seconds: 1_795_000_000)

  static func parse(_ text: String, now: HTTPDate = now) -> Int64? {
    let bytes = Array(text.utf8)
    return HTTPDate(bytes.span, now: now)?.seconds
  }

  @Test(
    arguments: [
      (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
      (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
      (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
      (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
      (1_795_000_000, "Wed, 18 Nov 2026 11:06:40 GMT"),
      (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
      (-11_644_473_600, "Mon, 01 Jan 1601 00:00:00 GMT"),
    ] as [(Int64, String)])
  func `dates are printed and read back`(seconds: Int64, text: String) {
    #expect(printed { HTTPDate(seconds: seconds).print(into: &$0) } == text)
    #expect(Self.parse(text) == seconds)
    #expect(text.utf8.count == HTTPDate.printedByteCount)
  }

  @Test(
    arguments: [
      ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777), ("Sun Nov  6 08:49:37 1994", 784_111_777),
      ("Wed Nov 16 08:49:37 1994", 784_975_777), ("Sun, 06 Nov 1994 08:49:60 GMT", 784_111_800),
      ("Mon, 06 Nov 1994 08:49:37 GMT", 784_111_777),
    ] as [(String, Int64)])
  func `the three forms of RFC 9110 §5.6.7 are read`(text: String, seconds: Int64) {
    #expect(Self.parse(text) == seconds)
  }

  @Test(arguments: [
    "", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
    "Sun, 06 Nov 1994 08:49:37 GMT ", " Sun, 06 Nov 1994 08:49:37 GMT",
    "sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
    "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
    "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
    "Sun, 00 Nov 1994 08:49:37 GMT", "Mon, 29 Feb 2100 00:00:00 GMT",
    "Sun, 06 Nov 1994 08-49-37 GMT", "Xyz, 06 Nov 1994 08:49:37 GMT",
    "Sun, +6 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT",
    "Sun, 06-Nov-94 08:49:37 GMT", "Sun Nov 6 08:49:37 1994", "1994-11-06T08:49:37Z",
    "Sun Nov  6 08:49:37 1994 GMT", "Someday, 06-Nov-94 08:49:37 GMT",
  ])
  func `anything else is no date`(text: String) {
    #expect(Self.parse(text) == nil)
  }

  @Test(arguments: [
    ("26", 2026), ("76", 2076), ("77", 1977), ("94", 1994), ("00", 2000),
  ])
  func `a two-digit year is at most fifty years ahead`(year: String, expected: Int) {
    let read = Self.parse("Sunday, 01-Jul-\(year) 00:00:00 GMT")
    let text = printed { HTTPDate(seconds: read ?? 0).print(into: &$0) }
    #expect(text.contains(" \(expected) "))
  }

  @Test func `every day of four centuries is printed and read back`() {
    for day in stride(from: -100_000 as Int64, through: 100_000, by: 37) {
      let seconds = day * 86_400 + (day & 0xFFFF)
      let text = printed { HTTPDate(seconds: seconds).print(into: &$0) }
      #expect(Self.parse(text) == seconds, "\(text)")
    }
  }
}
