package import Bytes

/// The span of one answered request in a fixed number of bytes, for the cached path.
package struct RequestSpan: Sendable {
  /// Bytes of a path that are kept.
  package static let pathMax = 128
  /// Bytes of a request's id that are kept.
  package static let idMax = 64

  /// Where it stands.
  package var place = RequestTrace.none
  /// When the request was answered, in nanoseconds since 1970, and how long that took.
  package var end: Int64 = 0
  package var nanoseconds: UInt64 = 0
  /// The status, the bytes of content, and numbers that whoever fills it in knows to read.
  package var status: UInt16 = 0
  package var bodyCount: Int64 = 0
  package var method: UInt8 = 0
  package var route: UInt16 = 0
  package var cache: UInt8 = 0
  /// Who asked.
  package var peer = PeerAddress(ipv4: 0, port: 0)
  private var pathCount: UInt8 = 0
  private var idCount: UInt8 = 0
  private var pathBytes = InlineArray<128, UInt8>(repeating: 0)
  private var idBytes = InlineArray<64, UInt8>(repeating: 0)

  /// An empty span.
  package init() {}

  /// Keeps the path of a target, without its query, and the request's id, both cut.
  package mutating func keep(target: Span<UInt8>, id: Span<UInt8>) {
    var count = min(target.count, Self.pathMax)
    for index in 0..<count {
      let byte = target[index]
      if byte == UInt8(ascii: "?") {
        count = index
        break
      }
      pathBytes[index] = byte
    }
    pathCount = UInt8(count)
    idCount = UInt8(min(id.count, Self.idMax))
    for index in 0..<Int(idCount) { idBytes[index] = id[index] }
  }

  /// The path, as it was sent.
  package var path: String { Self.text(pathBytes.span.extracting(..<Int(pathCount))) }

  /// The request's id.
  package var id: String { Self.text(idBytes.span.extracting(..<Int(idCount))) }

  private static func text(_ bytes: Span<UInt8>) -> String {
    var owned: [UInt8] = []
    owned.reserveCapacity(bytes.count)
    for index in bytes.indices { owned.append(bytes[index]) }
    return String(decoding: owned, as: UTF8.self)
  }
}
