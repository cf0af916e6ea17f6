internal import HTTP
internal import JSON
internal import Routing

/// A response as it is kept for who asks again.
struct KeptResponse: Hashable, Sendable {
  /// The most bytes that are kept of one.
  static let bytesMax = 64 * 1024

  let status: UInt16
  /// Names and values in order.
  let fields: [[String]]
  let body: String

  /// A response whose body is text and there at once; nil for any other.
  init?(_ response: Response) {
    status = response.status.code
    fields = response.fields.fields.map { ["\($0.name)", $0.value] }
    switch response.body {
    case .empty: body = ""
    case .bytes(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
      body = text
    case .source, .omitted: return nil
    }
  }

  /// The response that `bytes` holds; nil when it is none.
  init?(reading bytes: [UInt8]) {
    guard case .array(let parts) = try? JSONReader.read(bytes), parts.count == 3,
      case .integer(let code) = parts[0], (100...599).contains(code),
      case .array(let lines) = parts[1], case .string(let body) = parts[2]
    else { return nil }
    var fields: [[String]] = []
    for line in lines {
      guard case .array(let pair) = line, pair.count == 2, case .string(let name) = pair[0],
        case .string(let value) = pair[1]
      else { return nil }
      fields.append([name, value])
    }
    status = UInt16(code)
    self.fields = fields
    self.body = body
  }

  /// What `init(reading:)` reads; nil when that is too long to be kept.
  var bytes: [UInt8]? {
    let document: JSONValue = [
      .integer(Int64(status)),
      .array(fields.map { .array([.string($0[0]), .string($0[1])]) }), .string(body),
    ]
    let bytes = document.bytes
    return bytes.count <= Self.bytesMax ? bytes : nil
  }

  /// The response.
  ///
  /// - Parameter isReplayed: whether it was given before.
  func response(isReplayed: Bool) -> Response {
    var all = HTTPFields()
    for line in fields {
      guard let name = FieldName(checking: line[0]) else { continue }
      all.append(name, line[1])
    }
    if isReplayed { all[FieldName("Idempotent-Replayed")] = "true" }
    return Response(
      Status(code: status), fields: all, body: body.isEmpty ? .empty : .bytes(Array(body.utf8)))
  }
}
