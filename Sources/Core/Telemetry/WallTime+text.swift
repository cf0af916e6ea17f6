extension WallTime {
  /// The instant as RFC 3339 writes it, in whole seconds: `2026-11-21T10:00:00Z`.
  package var text: String {
    let prefix = TimestampPrefix(second: seconds).bytes
    let digits = (0..<prefix.count - 1).map { prefix[$0] }
    return String(decoding: digits, as: UTF8.self) + "Z"
  }
}
