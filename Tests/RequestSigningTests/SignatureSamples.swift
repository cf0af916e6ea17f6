import Digests

@testable import RequestSigning

/// A key and a request that the tests of signatures share.
enum SignatureSamples {
  static let now: Int64 = 1_800_000_000
  static let nonce = "AbCdEfGhIjKlMnOp"
  static let key = SignatureKey("ops:a-secret-of-thirty-two-characters")!
  static let other = SignatureKey("next:another-secret-of-thirty-two-chars")!

  static func request(
    _ method: String = "PATCH", _ path: String = "/api/invoices/inv_1",
    _ query: String = "x=1&y=%2F", content: String = #"{"state":"paid"}"#
  ) -> CanonicalRequest {
    CanonicalRequest(
      method: method, path: path, query: query,
      contentDigest: DigestState.digest(.sha256, of: Array(content.utf8)))
  }

  static func signature(
    of request: CanonicalRequest = request(), with key: SignatureKey = key, at time: Int64 = now,
    nonce: String = nonce
  ) -> RequestSignature {
    RequestSignature(of: request, with: key, timestamp: time, nonce: nonce)
  }
}
