import Capabilities
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2024-02-29T12:00:00Z", 1_709_208_000),
    ("2030-12-31T23:59:59Z", 1_924_991_999), ("2030-12-31t23:59:59.999999999z", 1_924_991_999),
    ("2030-12-31T23:59:59+01:30", 1_924_986_599), ("2030-12-31T23:59:59-01:00", 1_924_995_599),
    ("2016-12-31T23:59:60Z", 1_483_228_800),
  ])
  func `a moment is read as RFC 3339 writes it`(text: String, seconds: Int64) {
    #expect(Timestamp(text)?.seconds == seconds)
  }

  @Test(arguments: [
    "", "2030-12-31", "2030-12-31T23:59:59", "2030-13-01T00:00:00Z", "2030-00-01T00:00:00Z",
    "2030-02-30T00:00:00Z", "2100-02-29T00:00:00Z", "2030-12-31T24:00:00Z", "2030-12-31T23:60:00Z",
    "2030-12-31T23:59:61Z", "2030-12-31T23:59:59.Z", "2030-12-31T23:59:59.1234567890Z",
    "2030-12-31T23:59:59+24:00", "2030-12-31 23:59:59Z", "1969-12-31T23:59:59Z",
    "2030-12-31T23:59:59Zx", "٢٠٣٠-12-31T23:59:59Z", "+030-12-31T23:59:59Z",
  ])
  func `anything else is none`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func `every day of four centuries is written and read back`() {
    var seconds: Int64 = 0
    for day in 0..<(366 * 400) {
      seconds = Int64(day) * 86_400 + Int64(day % 86_400)
      let text = Timestamp(seconds: seconds).text
      guard Timestamp(text)?.seconds == seconds else {
        Issue.record("\(text) is not read back")
        return
      }
    }
    #expect(Timestamp(seconds: 951_782_400).text == "2000-02-29T00:00:00Z")
  }
}
