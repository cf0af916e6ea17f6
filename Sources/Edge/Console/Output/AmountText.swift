/// Amounts as people read them on a line that changes several times a second.
enum AmountText {
  /// A number of bytes with three digits or so: `17 B`, `4.5 MiB`, `120 MiB`.
  static func bytes(_ count: Double) -> String {
    var amount = max(count, 0)
    var unit = "B"
    for larger in ["KiB", "MiB", "GiB", "TiB"] where amount >= 1000 {
      amount /= 1024
      unit = larger
    }
    if unit == "B" || amount >= 100 { return "\(Int(amount.rounded())) \(unit)" }
    let tenths = Int((amount * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(unit)"
  }

  /// A time to wait: `0:07`, `12:30`, `1:02:03`.
  static func time(seconds: Double) -> String {
    // Beyond four days nobody needs to know it to the second.
    let whole = Int(min(max(seconds, 0), 359_999).rounded(.up))
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
