/// An amount of bytes, spelled `64KiB`, `10MiB`, `2GB` or as a plain number of bytes.
package struct ByteCount: Sendable, Hashable, Comparable {
  /// The amount in bytes, never negative.
  package let bytes: Int

  /// Makes an amount of bytes; negative amounts are a programming error.
  package init(bytes: Int) {
    precondition(bytes >= 0, "an amount of bytes is never negative")
    self.bytes = bytes
  }

  /// An amount in bytes.
  package static func bytes(_ count: Int) -> ByteCount { ByteCount(bytes: count) }
  /// An amount in units of 1,024 bytes.
  package static func kibibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count << 10) }
  /// An amount in units of 1,024² bytes.
  package static func mebibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count << 20) }
  /// An amount in units of 1,024³ bytes.
  package static func gibibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count << 30) }

  package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }
}

extension ByteCount: SettingValue {
  package static var settingType: String { "size" }
  package static var settingForm: String { "a size such as 512, 64KiB, 10MiB or 2GB" }

  /// Units with the binary ones first, from the largest to the smallest.
  private static let units: [(name: String, bytes: Int)] = [
    ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
    ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000),
    ("B", 1),
  ]

  package init?(settingText text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let name = trimmed(text.dropFirst(digits.count)).lowercased()
    guard let count = Int(digits) else { return nil }
    let unit = name.isEmpty ? 1 : Self.units.first { $0.name.lowercased() == name }?.bytes
    guard let unit else { return nil }
    let (bytes, overflows) = count.multipliedReportingOverflow(by: unit)
    if overflows { return nil }
    self.init(bytes: bytes)
  }

  package var settingText: String {
    if bytes == 0 { return "0" }
    for unit in Self.units where unit.bytes > 1 && bytes % unit.bytes == 0 {
      return "\(bytes / unit.bytes)\(unit.name)"
    }
    return String(bytes)
  }
}

extension ByteCount: CustomStringConvertible {
  package var description: String { settingText }
}
