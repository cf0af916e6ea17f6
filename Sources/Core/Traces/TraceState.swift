internal import Bytes

/// What a `tracestate` field says for the systems along a trace: passed on as it came, within bounds
/// and only when every part of it is well-formed (W3C Trace Context §3.3).
package struct TraceState: Sendable, Hashable {
  /// The longest value that is passed on, in bytes (§3.3.1.5 asks for at least these).
  package static let bytesMax = 512
  /// The most members that one may have (§3.3.1.1).
  static let membersMax = 32

  /// The members, as they came, without blanks and empty members between them.
  package let text: String

  /// Reads a value; nil when a member is malformed, and when nothing is left or too much.
  package init?(_ bytes: Span<UInt8>) {
    guard bytes.count <= Self.bytesMax else { return nil }
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var members = 0
    var start = 0
    while start <= bytes.count {
      let end =
        bytes.firstIndex(of: UInt8(ascii: ","), from: start, upTo: bytes.count) ?? bytes.count
      let range = bytes.trimmingBlanks(start..<end)
      start = end + 1
      guard !range.isEmpty else { continue }
      members += 1
      let member = bytes.extracting(range)
      guard members <= Self.membersMax, Self.isMember(member) else { return nil }
      if !kept.isEmpty { kept.append(UInt8(ascii: ",")) }
      for index in member.indices { kept.append(member[index]) }
    }
    guard members > 0 else { return nil }
    text = String(decoding: kept, as: UTF8.self)
  }

  /// A key, an equals sign and a value (§3.3.1.3).
  private static func isMember(_ member: Span<UInt8>) -> Bool {
    guard let equals = member.firstIndex(of: UInt8(ascii: "=")),
      isKey(member.extracting(..<equals))
    else { return false }
    let value = member.extracting((equals + 1)...)
    guard (1...256).contains(value.count), value[value.count - 1] != 0x20 else { return false }
    for index in value.indices {
      let byte = value[index]
      guard (0x20...0x7e).contains(byte), byte != UInt8(ascii: ","), byte != UInt8(ascii: "=")
      else { return false }
    }
    return true
  }

  /// Up to 256 characters, or 241, an at sign and 14 more; the first is a letter, or a digit where a
  /// tenant is named.
  private static func isKey(_ key: Span<UInt8>) -> Bool {
    guard let at = key.firstIndex(of: UInt8(ascii: "@")) else {
      return (1...256).contains(key.count) && isName(key, mayBeginWithDigit: false)
    }
    return (1...241).contains(at) && (1...14).contains(key.count - at - 1)
      && isName(key.extracting(..<at), mayBeginWithDigit: true)
      && isName(key.extracting((at + 1)...), mayBeginWithDigit: false)
  }

  private static func isName(_ name: Span<UInt8>, mayBeginWithDigit: Bool) -> Bool {
    for index in name.indices {
      switch name[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): continue
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if index == 0 && !mayBeginWithDigit { return false }
      case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"):
        if index == 0 { return false }
      default: return false
      }
    }
    return true
  }
}
