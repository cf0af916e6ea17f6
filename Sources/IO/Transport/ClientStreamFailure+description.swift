internal import Glibc

extension ClientStreamFailure: CustomStringConvertible {
  /// A few words for logs.
  package var description: String {
    switch self {
    case .unresolved(let reason): "the name cannot be resolved: \(reason)"
    case .unreachable(let error): "cannot connect: \(Self.text(error))"
    case .timedOut: "the connection took too long"
    case .handshake(let reason): "TLS: \(reason)"
    case .ended: "the server closed the connection"
    case .broken(let error): "the connection broke: \(Self.text(error))"
    case .congested: "the server takes less than is sent to it"
    }
  }

  private static func text(_ error: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    unsafe _ = strerror_r(error, &buffer, buffer.count)
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
