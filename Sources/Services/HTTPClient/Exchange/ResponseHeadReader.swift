/// Turns the lines of a response's head into an `UpstreamHead`, and judges its framing.
///
/// libcurl reads the content; this reads what libcurl is lenient about. Two readings of one
/// response are what smuggling is made of, so a head that could be framed in two ways is
/// malformed (RFC 9112 §6.3) or, where the RFC lets it pass, its connection is not reused.
struct ResponseHeadReader {
  enum Event {
    /// The line was taken.
    case more
    /// That was the final response's head.
    case head(UpstreamHead, isConnectionReusable: Bool)
    /// The head cannot be accepted.
    case failed(UpstreamFailure)
  }

  private let limits: UpstreamHeadLimits
  private let isAnswerToHead: Bool
  private let followsRedirects: Bool
  private var redirectsLeft: Int
  private var bytesRead = 0
  private var status: Int?
  private var isVersion10 = false
  private var fields: [UpstreamField] = []
  private(set) var isComplete = false

  init(request: UpstreamRequest) {
    limits = request.headLimits
    isAnswerToHead = request.method == .head
    redirectsLeft = request.redirectsMax
    followsRedirects = request.redirectsMax > 0
  }

  /// Takes one line with its end; also the lines of interim responses and of trailers.
  mutating func read(_ line: UnsafeRawBufferPointer) -> Event {
    bytesRead += line.count
    guard bytesRead <= limits.bytesMax else { return .failed(.headTooLarge) }
    guard !isComplete else { return .more }
    var bytes = unsafe line[...]
    if unsafe bytes.last == UInt8(ascii: "\n") { unsafe bytes.removeLast() }
    if unsafe bytes.last == UInt8(ascii: "\r") { unsafe bytes.removeLast() }
    guard let status else { return unsafe readStatus(bytes) }
    if unsafe bytes.isEmpty { return finish(status) }
    guard fields.count < limits.fieldsMax else { return .failed(.headTooLarge) }
    guard let field = unsafe Self.field(bytes) else { return .failed(.malformed) }
    fields.append(field)
    return .more
  }

  private mutating func readStatus(_ line: Slice<UnsafeRawBufferPointer>) -> Event {
    let bytes = unsafe Array(line)
    guard bytes.count >= 12, bytes.starts(with: "HTTP/1.".utf8),
      bytes[7] == UInt8(ascii: "1") || bytes[7] == UInt8(ascii: "0"),
      bytes[8] == UInt8(ascii: " "), bytes.count == 12 || bytes[12] == UInt8(ascii: " "),
      let code = Int64(decimal: bytes[9..<12]), (100...599).contains(code), code != 101
    else { return .failed(.malformed) }
    isVersion10 = bytes[7] == UInt8(ascii: "0")
    status = Int(code)
    return .more
  }

  /// A folded line or a blank before the colon makes no field (RFC 9112 §5.1, §5.2).
  private static func field(_ line: Slice<UnsafeRawBufferPointer>) -> UpstreamField? {
    guard let colon = unsafe line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    var value = unsafe line[line.index(after: colon)...]
    while let first = unsafe value.first, first == 0x20 || first == 0x09 {
      unsafe value.removeFirst()
    }
    while let last = unsafe value.last, last == 0x20 || last == 0x09 { unsafe value.removeLast() }
    let field = unsafe UpstreamField(
      String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
    return field.isWellFormed ? field : nil
  }

  private mutating func finish(_ status: Int) -> Event {
    guard status >= 200 else {
      restart()
      return .more
    }
    if followsRedirects, [301, 302, 303, 307, 308].contains(status),
      fields.contains(where: { $0.isNamed("location") })
    {
      guard redirectsLeft > 0 else { return .failed(.redirectsTooMany) }
      redirectsLeft -= 1
      restart()
      return .more
    }
    guard let (framing, isReusable) = framing(status) else { return .failed(.malformed) }
    isComplete = true
    return .head(
      UpstreamHead(status: status, fields: fields, framing: framing),
      isConnectionReusable: isReusable)
  }

  private mutating func restart() {
    status = nil
    fields.removeAll(keepingCapacity: true)
  }

  /// RFC 9112 §6.3; nil when the fields contradict each other.
  private func framing(_ status: Int) -> (UpstreamFraming, isReusable: Bool)? {
    let codings = fields.filter { $0.isNamed("transfer-encoding") }
    let lengths = fields.filter { $0.isNamed("content-length") }
    var length: Int64?
    for field in lengths {
      guard let value = Int64(decimal: field.value.utf8), length ?? value == value else {
        return nil
      }
      length = value
    }
    if isAnswerToHead || status == 204 || status == 304 { return (.none, codings.isEmpty) }
    guard codings.isEmpty else {
      guard codings.count == 1, UpstreamField(codings[0].value, "").isNamed("chunked") else {
        return nil
      }
      return (.chunked, lengths.isEmpty && !isVersion10)
    }
    if let length { return (.length(length), true) }
    return (.untilClose, false)
  }
}
