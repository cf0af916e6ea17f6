/// The requests that every server gets, byte for byte the same but for the port.
enum Request {
  /// The token that `metered-edge` knows.
  static let token = "wcdn_0123456789abcdefghijklmnopqrst0JdGcQ"

  /// Four of the five fields; `Host` is the fifth. Together some 270 bytes, as a browser's
  /// shortest. The first is as long as a token, and means nothing to anybody.
  static let fields = [
    "X-Any-Key: \(token)",
    "Accept: */*",
    "Accept-Encoding: gzip, deflate, br",
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0)",
  ]

  /// The same with a token in the place of the first.
  static let fieldsWithToken = ["X-API-Key: \(token)"] + fields.dropFirst()

  /// A GET with those fields.
  static func get(_ path: String, port: UInt16, fields: [String] = fields) -> [UInt8] {
    let lines = ["GET \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)"] + fields
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  /// A POST of a JSON document.
  static func post(
    _ path: String, port: UInt16, _ document: String, field: String = "Accept: */*"
  ) -> [UInt8] {
    let head = """
      POST \(path) HTTP/1.1\r
      Host: 127.0.0.1:\(port)\r
      Content-Type: application/json\r
      \(field)\r
      Content-Length: \(document.utf8.count)\r
      \r

      """
    return Array((head + document).utf8)
  }

  /// A PUT of a body.
  static func put(
    _ path: String, port: UInt16, _ body: [UInt8], field: String = fields[0]
  ) -> [UInt8] {
    let head = """
      PUT \(path) HTTP/1.1\r
      Host: 127.0.0.1:\(port)\r
      Content-Type: application/octet-stream\r
      \(field)\r
      Content-Length: \(body.count)\r
      \r

      """
    return Array(head.utf8) + body
  }
}
