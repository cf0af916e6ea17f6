/// What a request head may at most hold.
@usableFromInline package struct RequestLimits: Sendable {
  /// Bytes of the request target; past it 414.
  package let targetBytesMax: Int
  /// Bytes of the whole head with its last empty line; past it 431.
  package let headBytesMax: Int
  /// Field lines; past it 431.
  package let fieldCountMax: Int

  /// Makes limits, lowered to what a head can store: 65,535 bytes and 100 fields.
  package init(
    targetBytesMax: Int = 2_048, headBytesMax: Int = 8_192, fieldCountMax: Int = 100
  ) {
    self.headBytesMax = max(64, min(headBytesMax, Int(UInt16.max)))
    self.targetBytesMax = max(1, min(targetBytesMax, self.headBytesMax))
    self.fieldCountMax = max(1, min(fieldCountMax, FieldTable.capacity))
  }

  /// Where an unfinished request line has grown too long, counted from its first byte: the
  /// target with the longest method, the spaces and the version.
  var requestLineCeiling: Int {
    min(headBytesMax, targetBytesMax + RequestHead.methodBytesMax + 10)
  }
}
