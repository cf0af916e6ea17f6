package import HTTPClient

/// Fields that an exporter sends with each request, written as `OTEL_EXPORTER_OTLP_HEADERS` is:
/// `name=value,name=value`, values percent-encoded (W3C Baggage §3.3.1).
package enum ExportFields {
  /// Reads them; nil when a pair is malformed.
  package static func parse(_ text: String) -> [UpstreamField]? {
    var fields: [UpstreamField] = []
    for part in text.split(separator: ",") {
      guard let equals = part.firstIndex(of: "=") else { return nil }
      let name = trimmed(part[..<equals])
      guard let value = decoded(trimmed(part[part.index(after: equals)...])), !name.isEmpty,
        name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ":") }),
        value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
      else { return nil }
      fields.append(UpstreamField(name, value))
    }
    return fields
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text.drop { $0 == " " || $0 == "\t" }
    while rest.last == " " || rest.last == "\t" { rest.removeLast() }
    return String(rest)
  }

  private static func decoded(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(rest.prefix(2)) ?? "", radix: 16) else {
        return nil
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
