/// Takes whole responses off the front of the bytes that have come (RFC 9112 §6.3).
struct ResponseReader {
  /// What has come and was not yet taken.
  var bytes: [UInt8] = []

  enum Outcome {
    case response(RawResponse)
    case incomplete
    case malformed
  }

  /// Takes one response. `toHead` says that the request was HEAD; `isAtEnd` that no more comes.
  mutating func take(toHead: Bool, isAtEnd: Bool) -> Outcome {
    guard let headEnd = end(of: [13, 10, 13, 10], from: 0) else { return .incomplete }
    guard var response = Self.head(bytes[..<(headEnd - 4)]) else { return .malformed }
    if toHead || response.status == 204 || response.status == 304 || response.status < 200 {
      bytes.removeFirst(headEnd)
      return .response(response)
    }
    if response["Transfer-Encoding"]?.lowercased() == "chunked" {
      return takeChunks(of: &response, from: headEnd)
    }
    if let length = response["Content-Length"] {
      guard let length = Int(length), length >= 0 else { return .malformed }
      guard bytes.count >= headEnd + length else { return .incomplete }
      response.body = Array(bytes[headEnd..<(headEnd + length)])
      bytes.removeFirst(headEnd + length)
      return .response(response)
    }
    guard isAtEnd else { return .incomplete }
    response.body = Array(bytes[headEnd...])
    bytes = []
    return .response(response)
  }

  private mutating func takeChunks(
    of response: inout RawResponse, from start: Int
  ) -> Outcome {
    var position = start
    while true {
      guard let lineEnd = end(of: [13, 10], from: position) else { return .incomplete }
      let line = String(decoding: bytes[position..<(lineEnd - 2)], as: UTF8.self)
      guard let size = Int(line.prefix { $0 != ";" }, radix: 16), size >= 0 else {
        return .malformed
      }
      position = lineEnd
      if size == 0 { break }
      guard bytes.count >= position + size + 2 else { return .incomplete }
      response.body += bytes[position..<(position + size)]
      guard bytes[position + size] == 13, bytes[position + size + 1] == 10 else {
        return .malformed
      }
      position += size + 2
    }
    // The trailer section: lines up to an empty one.
    while true {
      guard let lineEnd = end(of: [13, 10], from: position) else { return .incomplete }
      let isLast = lineEnd - position == 2
      position = lineEnd
      if isLast { break }
    }
    bytes.removeFirst(position)
    return .response(response)
  }

  private static func head(_ head: ArraySlice<UInt8>) -> RawResponse? {
    // Never split on Character: "\r\n" is one, and a value may hold any byte.
    let lines = head.split(separator: 10, omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
    }
    let parts = lines[0].split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0] == "HTTP/1.1" || parts[0] == "HTTP/1.0",
      let status = Int(parts[1])
    else { return nil }
    var response = RawResponse(
      status: status, reason: parts.count > 2 ? String(parts[2]) : "", fields: [], body: [])
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...]
      response.fields.append(
        RawResponse.Field(name: String(line[..<colon]), value: String(trimmed(value))))
    }
    return response
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }

  /// The position after the next `pattern`, or nil.
  private func end(of pattern: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= start + pattern.count else { return nil }
    return bytes.withUnsafeBufferPointer { bytes in
      var position = start
      while position + pattern.count <= bytes.count {
        if bytes[position] == pattern[0],
          (1..<pattern.count).allSatisfy({ bytes[position + $0] == pattern[$0] })
        {
          return position + pattern.count
        }
        position += 1
      }
      return nil
    }
  }
}
