/// The address of a server, without a path at its end.
struct ServerURL: Sendable, Hashable, CustomStringConvertible {
  /// Where `floe serve` listens when nobody says otherwise.
  static let usual = "http://127.0.0.1:4500"

  let description: String

  /// Reads the value of `--url`.
  init(_ text: String) throws(CommandFailure) {
    let shown = CommandLineReader.shown(text)
    guard let scheme = ["http://", "https://"].first(where: text.hasPrefix) else {
      throw .misused("--url: \"\(shown)\" does not begin with http:// or https://")
    }
    var text = text
    while text.utf8.count > scheme.utf8.count, text.hasSuffix("/") { text.removeLast() }
    let rest = text.dropFirst(scheme.count)
    let isPlain =
      rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !rest.contains { "?#@".contains($0) }
    guard isPlain, let first = rest.first, first != ":", first != "/" else {
      throw .misused("--url: \"\(shown)\" is not a scheme, a host and a port")
    }
    description = text
  }

  /// The address of something on the server: the segments are percent-encoded
  /// (RFC 3986 §3.3).
  func appending(_ segments: [String]) -> String {
    description + segments.map { "/" + Self.encoded($0) }.joined()
  }

  private static func encoded(_ segment: String) -> String {
    var text = ""
    for byte in segment.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        text += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return text
  }
}
