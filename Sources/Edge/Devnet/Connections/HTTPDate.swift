import Glibc

/// A moment in whole seconds, as HTTP writes it.
struct HTTPDate {
  /// Seconds since 1970.
  let seconds: Int64

  /// The moment by the system's clock.
  static var now: HTTPDate { HTTPDate(seconds: Int64(time(nil))) }

  /// The IMF-fixdate (RFC 9110 §5.6.7).
  var text: String {
    var moment = time_t(seconds)
    var parts = unsafe tm()
    _ = unsafe gmtime_r(&moment, &parts)
    let (weekday, month) = unsafe (Int(parts.tm_wday), Int(parts.tm_mon))
    let (year, monthday) = unsafe (1_900 + parts.tm_year, parts.tm_mday)
    let (hour, minute, second) = unsafe (parts.tm_hour, parts.tm_min, parts.tm_sec)
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(days[weekday]), \(two(monthday)) \(months[month]) \(year) "
      + "\(two(hour)):\(two(minute)):\(two(second)) GMT"
  }
}
