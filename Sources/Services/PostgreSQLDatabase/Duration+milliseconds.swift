extension Duration {
  /// Whole milliseconds, at least one of any time at all.
  var milliseconds: UInt64 {
    self <= .zero ? 0 : UInt64(max(1, self / .milliseconds(1)))
  }
}
