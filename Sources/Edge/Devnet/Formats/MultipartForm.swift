/// A `multipart/form-data` body taken apart (RFC 7578).
struct MultipartForm {
  /// One part: the name of its field and its bytes.
  struct Part {
    let name: String
    let bytes: [UInt8]
  }

  /// A body that is no form.
  struct Malformed: Error {
    let sentence: String
  }

  let parts: [Part]

  /// Parses a whole body with the boundary of its Content-Type.
  init(parsing body: [UInt8], boundary: String) throws(Malformed) {
    let opening = Array("--\(boundary)".utf8)
    let delimiter = [0x0D, 0x0A] + opening
    guard var position = Self.find(opening, in: body, from: 0) else {
      throw Malformed(sentence: "the body does not begin with its boundary")
    }
    position += opening.count
    var parts: [Part] = []
    while true {
      // After a boundary: two hyphens end the form, a line end opens a part.
      if body[position...].starts(with: [0x2D, 0x2D]) { break }
      guard let line = Self.find([0x0D, 0x0A], in: body, from: position) else {
        throw Malformed(sentence: "the form is incomplete")
      }
      guard let end = Self.find(delimiter, in: body, from: line) else {
        throw Malformed(sentence: "a part is incomplete")
      }
      parts.append(try Self.part(body[(line + 2)..<max(line + 2, end)]))
      position = end + delimiter.count
    }
    self.parts = parts
  }

  private static func part(_ bytes: ArraySlice<UInt8>) throws(Malformed) -> Part {
    let all = Array(bytes)
    let blank: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    guard let end = find(blank, in: all, from: 0) else {
      throw Malformed(sentence: "a part has no end of its fields")
    }
    let lines = String(decoding: all[..<end], as: UTF8.self).split(separator: "\r\n")
    for line in lines where line.lowercased().hasPrefix("content-disposition:") {
      if let name = parameter("name", in: line) {
        return Part(name: name, bytes: Array(all[(end + blank.count)...]))
      }
    }
    throw Malformed(sentence: "a part has no name")
  }

  /// The boundary in a Content-Type; nil when it is no form or has none.
  static func boundary(_ contentType: String) -> String? {
    guard contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
    guard let boundary = parameter("boundary", in: contentType[...]),
      (1...70).contains(boundary.utf8.count)
    else { return nil }
    return boundary
  }

  /// A parameter of a field, quoted or not, with the escapes that browsers and curl use.
  private static func parameter(_ name: String, in field: Substring) -> String? {
    var rest = field.drop { $0 != ";" }
    while rest.first == ";" {
      rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
      let key = rest.prefix { $0 != "=" && $0 != ";" }
      rest = rest.dropFirst(key.count)
      guard rest.first == "=" else { continue }
      rest = rest.dropFirst()
      var value = ""
      if rest.first == "\"" {
        rest = rest.dropFirst()
        while let character = rest.popFirst(), character != "\"" {
          if character == "\\", let escaped = rest.popFirst() {
            value.append(escaped)
          } else {
            value.append(character)
          }
        }
      } else {
        value = String(rest.prefix { $0 != ";" })
        rest = rest.dropFirst(value.count)
      }
      rest = rest.drop { $0 != ";" }
      if key.lowercased() == name {
        return value.replacing("%22", with: "\"").replacing("%0D", with: "\r")
          .replacing("%0A", with: "\n")
      }
    }
    return nil
  }

  /// The first place of a byte string at or after `start`.
  private static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard start >= 0, bytes.count >= needle.count else { return nil }
    var index = start
    while index <= bytes.count - needle.count {
      if bytes[index] == needle[0] {
        var matched = 1
        while matched < needle.count && bytes[index + matched] == needle[matched] { matched += 1 }
        if matched == needle.count { return index }
      }
      index += 1
    }
    return nil
  }
}
