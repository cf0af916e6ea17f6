import Settings
import Testing

struct SettingValueTests {
  @Test(arguments: [
    ("500ms", Duration.milliseconds(500)), ("10s", .seconds(10)), ("5m", .seconds(300)),
    ("2h", .seconds(7200)), ("1d", .seconds(86_400)), ("0", .zero), ("250us", .microseconds(250)),
    ("7ns", .nanoseconds(7)),
  ])
  func `a duration is a number and a unit`(text: String, duration: Duration) {
    #expect(Duration(settingText: text) == duration)
    #expect(Duration(settingText: duration.settingText) == duration)
  }

  @Test(arguments: ["", "10", "s", "-1s", "1.5s", "10 s", "10x", "99999999999999d", "٣s"])
  func `other texts are no durations`(text: String) {
    #expect(Duration(settingText: text) == nil)
  }

  @Test(arguments: [
    (Duration.seconds(90), "90s"), (.seconds(120), "2m"), (.zero, "0s"),
    (.milliseconds(1500), "1500ms"), (.seconds(172_800), "2d"),
  ])
  func `a duration is printed in the largest unit that fits`(duration: Duration, text: String) {
    #expect(duration.settingText == text)
  }

  @Test(arguments: [
    ("0", 0), ("512", 512), ("64KiB", 65_536), ("10MiB", 10_485_760), ("2GB", 2_000_000_000),
    ("1kb", 1000), ("3 gib", 3 << 30), ("7B", 7), ("1TiB", 1 << 40),
  ])
  func `a size is a number and perhaps a unit`(text: String, bytes: Int) throws {
    let size = try #require(ByteCount(settingText: text))
    #expect(size.bytes == bytes)
    #expect(ByteCount(settingText: size.settingText) == size)
  }

  @Test(arguments: ["", "K", "-1", "1.5GiB", "64K", "9223372036854775807KiB", "٣"])
  func `other texts are no sizes`(text: String) {
    #expect(ByteCount(settingText: text) == nil)
  }

  @Test(arguments: [("true", true), ("on", true), ("1", true), ("NO", false), ("off", false)])
  func `a switch has several spellings`(text: String, value: Bool) {
    #expect(Bool(settingText: text) == value)
  }

  @Test func `a list is separated by commas and may be empty`() {
    #expect([String](settingText: "a, b,c") == ["a", "b", "c"])
    #expect([String](settingText: "none") == [])
    #expect([String](settingText: "a,,b") == nil)
    #expect([ByteCount](settingText: "1KiB,2KiB") == [.kibibytes(1), .kibibytes(2)])
    #expect([String]().settingText == "none")
  }

  @Test func `an optional reads none as nothing`() {
    #expect(Int?(settingText: "none") == .some(nil))
    #expect(Int?(settingText: "7") == .some(7))
    #expect(Int?(settingText: "seven") == nil)
    #expect(Double(settingText: "nan") == nil)
  }
}
