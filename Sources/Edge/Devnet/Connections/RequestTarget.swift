/// A request target taken apart: path segments and query as they came, decoded on demand.
struct RequestTarget: Sendable {
  /// The path, percent-encodings untouched.
  let path: String

  /// The segments between the slashes of the path, percent-encodings untouched.
  let segments: [String]

  /// What follows the question mark; nil without one.
  let query: String?

  init(parsing target: String) {
    let mark = target.firstIndex(of: "?")
    path = String(target[..<(mark ?? target.endIndex)])
    query = mark.map { String(target[target.index(after: $0)...]) }
    segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// The keys and values of the query, decoded as a form is (`+` is a blank).
  var parameters: [(name: String, value: String)] {
    (query ?? "").split(separator: "&").map { pair in
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = Self.formDecoded(halves[0])
      return (name, halves.count > 1 ? Self.formDecoded(halves[1]) : "")
    }
  }

  /// Undoes percent-encoding; nil when the result is not UTF-8. Broken escapes stay as they are.
  static func percentDecoded(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let high = hexDigit(rest[rest.startIndex]), let low = hexDigit(rest[rest.startIndex + 1])
      {
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func formDecoded(_ text: Substring) -> String {
    let blanks = String(text.map { $0 == "+" ? " " : $0 })
    return percentDecoded(blanks) ?? blanks
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
