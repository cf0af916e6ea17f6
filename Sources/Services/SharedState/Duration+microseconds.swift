extension Duration {
  /// The duration in microseconds, rounded up, so that what is to last does not end too early.
  package var wholeMicroseconds: Int64 {
    let (seconds, attoseconds) = components
    let perMicrosecond: Int64 = 1_000_000_000_000
    let part = attoseconds / perMicrosecond
    return seconds * 1_000_000 + part + (attoseconds % perMicrosecond > 0 ? 1 : 0)
  }

  /// The duration in milliseconds, rounded up.
  package var wholeMilliseconds: Int64 {
    let microseconds = wholeMicroseconds
    return microseconds / 1000 + (microseconds % 1000 > 0 ? 1 : 0)
  }
}
