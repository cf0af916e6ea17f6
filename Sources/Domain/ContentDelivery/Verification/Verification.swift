package import Capabilities
package import WalrusIdentity

/// How a process checks content: by which rules, and where ids are computed.
package struct Verification: Sendable {
  let policy: VerificationPolicy
  let computeID: ComputeBlobID?

  /// Checks by these rules.
  ///
  /// - Parameters:
  ///   - offload: where ids are computed.
  ///   - encoding: of the network that blobs are stored on.
  package init(_ policy: VerificationPolicy, offload: any Offload, encoding: BlobEncoding) {
    self.policy = policy
    computeID = ComputeBlobID(offload: offload, encoding: encoding)
  }

  private init() {
    policy = VerificationPolicy()
    computeID = nil
  }

  /// Lengths and digests are all that is compared.
  package static let none = Verification()
}
