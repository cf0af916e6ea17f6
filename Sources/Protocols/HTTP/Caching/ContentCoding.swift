/// The content codings that can be negotiated (RFC 9110 §8.4.1), the later the more preferred
/// when a client weighs them alike.
@usableFromInline package enum ContentCoding: UInt8, CaseIterable, Sendable {
  case identity, gzip, brotli, zstd

  /// The coding's name in fields.
  package var name: StaticString {
    switch self {
    case .identity: "identity"
    case .gzip: "gzip"
    case .brotli: "br"
    case .zstd: "zstd"
    }
  }
}
