import Bytes
import CalendarDays

extension HTTPDate {
  /// The bytes of an IMF-fixdate.
  package static var printedByteCount: Int { 29 }

  static let dayNames: StaticString = "MonTueWedThuFriSatSun"
  static let monthNames: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

  /// Appends the date as IMF-fixdate, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
  ///
  /// Traps when fewer than 29 bytes are free. Years outside 0–9999 are clamped.
  package func print(into output: inout OutputSpan<UInt8>) {
    let date = calendarDay
    let second = secondOfDay
    // 1970-01-01 was a Thursday.
    let weekday = ((date.number + 3) % 7 + 7) % 7
    output.append(bytes: Self.dayNames.bytes.extracting(weekday * 3..<weekday * 3 + 3))
    output.append(", ")
    output.append(twoDigits: date.day)
    output.append(ASCII.space)
    output.append(bytes: Self.monthNames.bytes.extracting(date.month * 3 - 3..<date.month * 3))
    output.append(ASCII.space)
    let clamped = min(max(date.year, 0), 9_999)
    output.append(twoDigits: clamped / 100)
    output.append(twoDigits: clamped % 100)
    output.append(ASCII.space)
    output.append(twoDigits: second / 3_600)
    output.append(ASCII.colon)
    output.append(twoDigits: second / 60 % 60)
    output.append(ASCII.colon)
    output.append(twoDigits: second % 60)
    output.append(" GMT")
  }
}
