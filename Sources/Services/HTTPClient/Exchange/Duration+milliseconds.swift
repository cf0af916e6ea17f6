extension Duration {
  /// Milliseconds, rounded up, at least 1: a limit of nothing would mean none to libcurl.
  var wholeMilliseconds: UInt64 {
    let (seconds, attoseconds) = components
    let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return UInt64(max(1, seconds * 1000 + fraction))
  }
}
