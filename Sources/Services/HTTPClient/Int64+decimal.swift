extension Int64 {
  /// A number written as one to eighteen digits and nothing else.
  init?(decimal digits: some Collection<UInt8>) {
    guard !digits.isEmpty, digits.count <= 18 else { return nil }
    var value: Int64 = 0
    for byte in digits {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int64(byte &- 0x30)
    }
    self = value
  }
}
