/// Numbers as people read them.
enum Decimals {
  /// With that many digits after the point.
  static func fixed(_ number: Double, _ digits: Int) -> String {
    guard number.isFinite else { return "0" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (number.magnitude * scale).rounded()
    guard scaled < 9e15 else { return "\(number)" }
    let whole = Int(scaled) / Int(scale)
    let sign = number < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    let fraction = String(Int(scaled) % Int(scale))
    return "\(sign)\(whole)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }

  /// With about that many significant digits, at most six after the point.
  static func significant(_ number: Double, _ digits: Int) -> String {
    if number == number.rounded(), number.magnitude < 9e15 { return "\(Int(number))" }
    var places = digits
    var magnitude = number.magnitude
    while magnitude >= 1, places > 0 {
      magnitude /= 10
      places -= 1
    }
    return fixed(number, min(places, 6))
  }
}
