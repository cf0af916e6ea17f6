package import TestSupport

/// The parts of a `multipart/byteranges` body, taken apart as RFC 2046 §5.1 says.
package struct MultipartBody: Sendable {
  /// One part: its fields, names in lower case, and its bytes.
  package struct Part: Sendable {
    package let fields: [String: String]
    package let bytes: [UInt8]
  }

  package let parts: [Part]

  /// Takes the body of a response apart; nil when it is no whole multipart body.
  package init?(_ response: RawResponse) {
    guard let type = response["Content-Type"],
      type.hasPrefix("multipart/byteranges; boundary=")
    else { return nil }
    let boundary = type.dropFirst("multipart/byteranges; boundary=".count)
    guard !boundary.isEmpty, boundary.utf8.count <= 70 else { return nil }
    let delimiter = Array("\r\n--\(boundary)".utf8)
    // The first delimiter may do without its line end.
    let body = [13, 10] + response.body
    var parts: [Part] = []
    guard var position = Self.find(delimiter, in: body, from: 0), position == delimiter.count
    else { return nil }
    while true {
      if body[position...].starts(with: [45, 45]) {
        guard body[(position + 2)...].elementsEqual([13, 10]) || position + 2 == body.count
        else { return nil }
        self.parts = parts
        return
      }
      guard body[position...].starts(with: [13, 10]),
        let next = Self.find(delimiter, in: body, from: position),
        let part = Self.part(Array(body[(position + 2)..<(next - delimiter.count)]))
      else { return nil }
      parts.append(part)
      position = next
    }
  }

  private static func part(_ bytes: [UInt8]) -> Part? {
    guard let end = find([13, 10, 13, 10], in: bytes, from: 0) else { return nil }
    var fields: [String: String] = [:]
    let head = String(decoding: bytes[..<(end - 4)], as: UTF8.self)
    for line in head.split(separator: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      fields[line[..<colon].lowercased()] = String(value)
    }
    return Part(fields: fields, bytes: Array(bytes[end...]))
  }

  /// The position after the next `pattern`.
  private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var position = start
    while position + pattern.count <= bytes.count {
      if bytes[position..<(position + pattern.count)].elementsEqual(pattern) {
        return position + pattern.count
      }
      position += 1
    }
    return nil
  }
}
