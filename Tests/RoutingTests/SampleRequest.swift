import Bytes
import HTTP
import Testing

@testable import Routing

/// Requests as the server would hand them over, made from text.
enum SampleRequest {
  /// A body that is there at once.
  final class WholeBody: RequestBody {
    private var bytes: [UInt8]?
    let declaredLength: UInt64?

    init(_ bytes: [UInt8]) {
      self.bytes = bytes.isEmpty ? nil : bytes
      declaredLength = UInt64(bytes.count)
    }

    func next() async throws(RequestBodyError) -> [UInt8]? {
      defer { bytes = nil }
      return bytes
    }
  }

  /// A request with a method, a target and further field lines.
  static func make(
    _ method: String, _ target: String, fields: [String] = [], body: [UInt8] = []
  ) throws -> Request {
    let lines = ["\(method) \(target) HTTP/1.1", "Host: floe.example"] + fields
    let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    let head = RequestHead()
    var parser = RequestParser()
    let outcome = parser.parse(bytes.span, into: head, limits: RequestLimits())
    guard case .complete = outcome else {
      Issue.record("\(method) \(target): \(outcome)")
      throw CancellationError()
    }
    return Request(
      head: head, bytes: bytes, body: WholeBody(body), id: "request-1",
      peer: PeerAddress(ipv4: 0x7f00_0001, port: 9), shard: 0, receivedAt: 1000)
  }
}

extension Response {
  /// The content as text, when it is bytes.
  var text: String {
    guard case .bytes(let bytes) = body else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }
}
