package import HTTP
internal import Bytes

extension RequestHead {
  /// Whether a request presents a credential in one of the two fields for it, whatever its form:
  /// it must then not be taken for one of nobody.
  package var presentsCredential: Bool { contains(.xAPIKey) || contains(.authorization) }

  /// The credential that a request presents: the value of `X-API-Key`, or the token behind
  /// `Authorization: Bearer` (RFC 6750 §2.1).
  ///
  /// - Returns: nil when there is none, when there are two, or when it is of another scheme.
  @_lifetime(copy bytes)
  package func credential(in bytes: Span<UInt8>) -> Span<UInt8>? {
    if contains(.xAPIKey) {
      guard !contains(.authorization), !isRepeated(.xAPIKey), let key = value(.xAPIKey, in: bytes),
        key.count > 0
      else { return nil }
      return key
    }
    guard !isRepeated(.authorization), let value = value(.authorization, in: bytes),
      value.count > 7, value.startsIgnoringCase(with: "bearer ")
    else { return nil }
    let range = value.trimmingBlanks(7..<value.count)
    return range.isEmpty ? nil : value.extracting(range)
  }
}
