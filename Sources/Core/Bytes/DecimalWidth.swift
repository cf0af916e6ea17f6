/// How many digits a number takes.
@usableFromInline package enum DecimalWidth {
  /// The digits of `value` in decimal, 1 to 20.
  @inlinable package static func of(_ value: UInt64) -> Int {
    var width = 1
    var bound: UInt64 = 10
    while value >= bound {
      width += 1
      let (next, overflowed) = bound.multipliedReportingOverflow(by: 10)
      if overflowed { return width }
      bound = next
    }
    return width
  }
}
