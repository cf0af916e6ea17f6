import Bytes
import CalendarDays

extension HTTPDate {
  /// Reads any of the three forms of HTTP-date (RFC 9110 §5.6.7), or `nil`.
  ///
  /// `now` settles the century of the two-digit years of RFC 850: a year that seems more than 50
  /// years ahead is in the past. The name of the day must be one, but need not fit the date.
  package init?(_ bytes: Span<UInt8>, now: HTTPDate) {
    guard bytes.count >= 24 else { return nil }
    let date: HTTPDate?
    if bytes[3] == ASCII.comma {
      date = Self.fixdate(bytes)
    } else if bytes[3] == ASCII.space {
      date = Self.asctime(bytes)
    } else {
      date = Self.rfc850(bytes, now: now)
    }
    guard let date else { return nil }
    self = date
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`.
  private static func fixdate(_ bytes: Span<UInt8>) -> HTTPDate? {
    guard bytes.count == 29, index(of: bytes.extracting(0..<3), in: dayNames.bytes) != nil,
      bytes[4] == ASCII.space, bytes[7] == ASCII.space, bytes[11] == ASCII.space,
      bytes[16] == ASCII.space, bytes.extracting(25..<29).equals(" GMT"),
      let day = bytes.digits(at: 5, count: 2),
      let month = index(of: bytes.extracting(8..<11), in: monthNames.bytes),
      let year = bytes.digits(at: 12, count: 4)
    else { return nil }
    return date(year, month + 1, day, bytes.extracting(17..<25))
  }

  /// `Sunday, 06-Nov-94 08:49:37 GMT`.
  private static func rfc850(_ bytes: Span<UInt8>, now: HTTPDate) -> HTTPDate? {
    guard let comma = bytes.firstIndex(of: ASCII.comma), bytes.count == comma + 24,
      isLongDayName(bytes.extracting(0..<comma))
    else { return nil }
    let rest = bytes.extracting(comma + 1..<bytes.count)
    guard rest[0] == ASCII.space, rest[3] == ASCII.hyphen, rest[7] == ASCII.hyphen,
      rest[10] == ASCII.space, rest.extracting(19..<23).equals(" GMT"),
      let day = rest.digits(at: 1, count: 2),
      let month = index(of: rest.extracting(4..<7), in: monthNames.bytes),
      let short = rest.digits(at: 8, count: 2)
    else { return nil }
    let thisYear = now.calendarDay.year
    var year = thisYear - thisYear % 100 + short
    if year > thisYear + 50 {
      year -= 100
    } else if year <= thisYear - 50 {
      year += 100
    }
    return date(year, month + 1, day, rest.extracting(11..<19))
  }

  /// `Sun Nov  6 08:49:37 1994`.
  private static func asctime(_ bytes: Span<UInt8>) -> HTTPDate? {
    guard bytes.count == 24, index(of: bytes.extracting(0..<3), in: dayNames.bytes) != nil,
      let month = index(of: bytes.extracting(4..<7), in: monthNames.bytes),
      bytes[7] == ASCII.space, bytes[10] == ASCII.space, bytes[19] == ASCII.space,
      let year = bytes.digits(at: 20, count: 4)
    else { return nil }
    let isShort = bytes[8] == ASCII.space
    guard let day = bytes.digits(at: isShort ? 9 : 8, count: isShort ? 1 : 2) else { return nil }
    return date(year, month + 1, day, bytes.extracting(11..<19))
  }

  /// A valid day at `hh:mm:ss`; a leap second counts as the second after.
  private static func date(
    _ year: Int, _ month: Int, _ day: Int, _ time: Span<UInt8>
  ) -> HTTPDate? {
    guard time[2] == ASCII.colon, time[5] == ASCII.colon,
      let hour = time.digits(at: 0, count: 2), let minute = time.digits(at: 3, count: 2),
      let second = time.digits(at: 6, count: 2), hour < 24, minute < 60, second <= 60,
      day >= 1
    else { return nil }
    let midnight = HTTPDate(year: year, month: month, day: day, hour: 0, minute: 0, second: 0)
    guard midnight.calendarDay == CalendarDay(year: year, month: month, day: day) else {
      return nil
    }
    return HTTPDate(
      seconds: midnight.seconds + Int64(hour * 3_600 + minute * 60 + second))
  }

  /// Which of the three-letter names in `names` this is, from 0.
  private static func index(of name: Span<UInt8>, in names: Span<UInt8>) -> Int? {
    var position = 0
    while position < names.count {
      if names.extracting(position..<position + 3).equals(name) { return position / 3 }
      position += 3
    }
    return nil
  }

  private static func isLongDayName(_ name: Span<UInt8>) -> Bool {
    name.equals("Monday") || name.equals("Tuesday") || name.equals("Wednesday")
      || name.equals("Thursday") || name.equals("Friday") || name.equals("Saturday")
      || name.equals("Sunday")
  }
}
