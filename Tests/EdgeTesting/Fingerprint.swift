package import TestSupport

/// What tells bytes apart in a test, and fits on a line when they differ: a failed comparison of
/// the bytes themselves would look for the shortest way from one to the other, for minutes.
package struct Fingerprint: Equatable, CustomStringConvertible, Sendable {
  private let count: Int
  private let hash: UInt64

  init(_ bytes: some Sequence<UInt8>) {
    var count = 0
    // FNV-1a.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      count += 1
    }
    self.count = count
    self.hash = hash
  }

  package var description: String { "\(count) bytes, \(String(hash, radix: 16))" }
}

extension Sequence<UInt8> {
  /// What tells these bytes from others.
  package var fingerprint: Fingerprint { Fingerprint(self) }
}

extension RawResponse {
  /// What tells the body from others.
  package var fingerprint: Fingerprint { body.fingerprint }
}
