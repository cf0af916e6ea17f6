/// An answer before it is put on the wire.
struct Response: Sendable {
  /// A piece of a body.
  enum Segment: Sendable {
    case bytes([UInt8])
    case file(path: String, range: Range<Int>)

    /// The body breaks off here, as when a later read fails after the head was sent.
    case failure

    var count: Int {
      switch self {
      case .bytes(let bytes): bytes.count
      case .file(_, let range): range.count
      case .failure: 0
      }
    }
  }

  var status: Int
  var fields: [(name: String, value: String)] = []
  var body: [Segment] = []

  /// Whether the length is not announced (Transfer-Encoding: chunked).
  var isChunked = false

  /// The value of a field, by its name in lower case.
  subscript(_ name: String) -> String? {
    get { fields.first { $0.name == name }?.value }
    set {
      fields.removeAll { $0.name == name }
      if let newValue { fields.append((name, newValue)) }
    }
  }

  /// The bytes of the body.
  var length: Int { body.reduce(0) { $0 + $1.count } }

  /// An answer without a body.
  static func empty(_ status: Int, _ fields: [(name: String, value: String)] = []) -> Response {
    Response(status: status, fields: fields)
  }

  /// A plain-text answer, as the framework and its layers give.
  static func text(_ status: Int, _ text: String) -> Response {
    Response(
      status: status, fields: [("content-type", "text/plain; charset=utf-8")],
      body: [.bytes(Array(text.utf8))])
  }

  /// A JSON answer.
  static func json(_ status: Int, _ value: JSONValue) -> Response {
    Response(
      status: status, fields: [("content-type", "application/json")],
      body: [.bytes(Array(value.text.utf8))])
  }

  /// An HTML page.
  static func html(_ status: Int, _ text: String) -> Response {
    Response(
      status: status, fields: [("content-type", "text/html; charset=utf-8")],
      body: [.bytes(Array(text.utf8))])
  }
}
