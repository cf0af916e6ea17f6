/// The line of one event, as JSON or as text.
///
/// Every text is cut and escaped, so that nothing a client sends can forge a line, move a
/// terminal's cursor or fill the disk: keys at 64 bytes, values at 256, the message and
/// the error at 1,024, nesting at 3, the whole line at 16 KiB.
struct EventLine {
  static let sizeMax = 16 * 1024
  /// What one more member may take at worst, with what closes the line.
  private static let reserve = 6 * (64 + 256) + 256
  /// Metadata keys whose values are never printed, whatever the caller says.
  private static let secretKeys: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api_key",
    "apikey", "signature", "token", "password", "secret",
  ]

  let event: LogEvent
  let context: Logger.Metadata
  let time: WallTime
  /// The request on whose behalf it happened.
  var scope: LogScope?

  func bytes(_ format: LogFormat) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: Self.sizeMax) { buffer, count in
      var cursor = unsafe LineCursor(UnsafeMutableRawBufferPointer(buffer))
      switch format {
      case .json: writeJSON(&cursor)
      case .text: writeText(&cursor)
      }
      cursor.put(byte: UInt8(ascii: "\n"))
      count = cursor.count
    }
  }

  private var members: [(key: String, value: Logger.MetadataValue)] {
    context.merging(event.metadata) { $1 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func writeJSON(_ cursor: inout LineCursor) {
    cursor.put("{\"time\":\"")
    cursor.put(TimestampPrefix(second: time.seconds), milliseconds: time.milliseconds)
    cursor.put("\",\"level\":\"")
    cursor.put(escaping: event.level.rawValue)
    cursor.put("\",\"logger\":\"")
    cursor.put(escaping: event.label)
    cursor.put("\",\"message\":\"")
    cursor.put(escaping: event.message.text, max: 1024)
    cursor.put("\"")
    if let error = event.error {
      cursor.put(",\"error\":\"")
      cursor.put(escaping: String(describing: error), max: 1024)
      cursor.put("\"")
    }
    for (key, value) in scope?.members ?? [] {
      cursor.put(",\"")
      cursor.put(key)
      cursor.put("\":\"")
      cursor.put(escaping: value, max: 64)
      cursor.put("\"")
    }
    let members = members
    if !members.isEmpty {
      cursor.put(",\"metadata\":")
      writeJSON(members, &cursor, depth: 0)
    }
    cursor.put("}")
  }

  private func writeJSON(
    _ members: [(key: String, value: Logger.MetadataValue)], _ cursor: inout LineCursor, depth: Int
  ) {
    cursor.put("{")
    var isFirst = true
    for (key, value) in members where cursor.remaining > Self.reserve {
      if !isFirst { cursor.put(",") }
      isFirst = false
      cursor.put("\"")
      cursor.put(escaping: key, max: 64)
      cursor.put("\":")
      writeJSON(Self.secretKeys.contains(key.lowercased()) ? .redacted : value, &cursor, depth)
    }
    cursor.put("}")
  }

  private func writeJSON(
    _ value: Logger.MetadataValue, _ cursor: inout LineCursor, _ depth: Int
  ) {
    switch value {
    case .integer(let number): cursor.put(signed: number)
    case .array(let values) where depth < 3:
      cursor.put("[")
      var isFirst = true
      for value in values where cursor.remaining > Self.reserve {
        if !isFirst { cursor.put(",") }
        isFirst = false
        writeJSON(value, &cursor, depth + 1)
      }
      cursor.put("]")
    case .dictionary(let members) where depth < 3:
      let sorted = members.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
      writeJSON(sorted, &cursor, depth: depth + 1)
    default:
      cursor.put("\"")
      cursor.put(escaping: Self.plain(value))
      cursor.put("\"")
    }
  }

  private func writeText(_ cursor: inout LineCursor) {
    cursor.put(TimestampPrefix(second: time.seconds), milliseconds: time.milliseconds)
    cursor.put(" ")
    cursor.put(escaping: event.level.rawValue)
    cursor.put(" ")
    cursor.put(escaping: event.label)
    cursor.put(": ")
    cursor.put(escaping: event.message.text, max: 1024, quotes: false)
    if let error = event.error {
      cursor.put(" error=\"")
      cursor.put(escaping: String(describing: error), max: 1024)
      cursor.put("\"")
    }
    for (key, value) in scope?.members ?? [] {
      cursor.put(" ")
      cursor.put(key)
      cursor.put("=")
      cursor.put(escaping: value, max: 64)
    }
    for (key, value) in members where cursor.remaining > Self.reserve {
      cursor.put(" ")
      cursor.put(escaping: key, max: 64)
      cursor.put("=")
      let isSecret = Self.secretKeys.contains(key.lowercased())
      let text = Self.plain(isSecret ? .redacted : value)
      let isWord = !text.isEmpty && !text.utf8.contains { $0 <= 0x20 || $0 == 0x3D || $0 == 0x22 }
      if !isWord { cursor.put("\"") }
      cursor.put(escaping: text)
      if !isWord { cursor.put("\"") }
    }
  }

  /// A value as one text; what is nested too deep is only hinted at.
  private static func plain(_ value: Logger.MetadataValue, depth: Int = 0) -> String {
    switch value {
    case .string(let text): text
    case .integer(let number): String(number)
    case .stringConvertible(let value): value.description
    case .redacted: redaction
    case .array where depth > 3, .dictionary where depth > 3: "…"
    case .array(let values):
      "[" + values.prefix(32).map { plain($0, depth: depth + 1) }.joined(separator: ",") + "]"
    case .dictionary(let members):
      "{"
        + members.sorted { $0.key < $1.key }.prefix(32).map { key, value in
          let isSecret = secretKeys.contains(key.lowercased())
          return key + ":" + plain(isSecret ? .redacted : value, depth: depth + 1)
        }.joined(separator: ",") + "}"
    }
  }
}
