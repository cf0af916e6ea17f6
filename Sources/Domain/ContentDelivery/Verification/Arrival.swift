internal import Bytes
internal import WalrusIdentity

/// Content that has come whole from an origin and is about to be kept.
struct Arrival: Sendable {
  let reference: ContentReference
  /// As it will be stored, but for what is proven.
  var metadata: ContentMetadata
  /// What the bytes are compared with, if they can be.
  let target: VerificationTarget?
  let hold: VerificationPolicy.Hold
  let body: BodyBuffer
  /// SHA-256 of the body.
  let digest: Bytes32

  /// Whether other bytes under the same name are in order.
  var mayChange: Bool { reference.mayChange }
}

extension ContentReference {
  /// Whether other bytes under the same name are in order.
  var mayChange: Bool { if case .object = name { true } else { false } }
}
