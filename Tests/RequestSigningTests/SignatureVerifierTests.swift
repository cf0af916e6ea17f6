import Testing

@testable import RequestSigning

/// When a signature is that of a request.
@Suite struct SignatureVerifierTests {
  private let verifier = SignatureVerifier(keys: [SignatureSamples.key, SignatureSamples.other])

  private func fault(
    _ signature: RequestSignature, _ request: CanonicalRequest = SignatureSamples.request(),
    at now: Int64 = SignatureSamples.now
  ) -> SignatureFault? {
    do throws(SignatureFault) {
      try verifier.verify(signature, of: request, at: now)
      return nil
    } catch {
      return error
    }
  }

  @Test func `both keys open, so that one can be replaced by the other`() {
    #expect(fault(SignatureSamples.signature()) == nil)
    #expect(fault(SignatureSamples.signature(with: SignatureSamples.other)) == nil)
  }

  @Test(arguments: [
    SignatureSamples.request("POST"), SignatureSamples.request("patch"),
    SignatureSamples.request("PATCH", "/api/invoices/inv_2"),
    SignatureSamples.request("PATCH", "/api/invoices/inv_1", "x=1&y=/"),
    SignatureSamples.request("PATCH", "/api/invoices/inv_1", ""),
    SignatureSamples.request(content: #"{"state":"paid"}"# + "\n"),
    SignatureSamples.request(content: #"{"state":"void"}"#),
  ])
  func `a signature is of nothing else than what was signed`(other: CanonicalRequest) {
    #expect(fault(SignatureSamples.signature(), other) == .wrong)
  }

  @Test func `time and nonce are signed too`() throws {
    let made = SignatureSamples.signature()
    for (part, other) in [
      ("t=1800000000", "t=1800000001"), ("nonce=A", "nonce=B"), ("v1=1", "v1=2"),
      ("key=ops", "key=next"), ("key=ops", "key=nobody"),
    ] {
      let changed = try #require(
        RequestSignature(Array(made.value.replacing(part, with: other).utf8)))
      #expect(changed != made)
      #expect(fault(changed) == .wrong)
    }
  }

  @Test(arguments: [(-300, true), (300, true), (-301, false), (301, false), (0, true)])
  func `clocks may be five minutes apart, and no more`(apart: Int64, isRight: Bool) {
    let made = SignatureSamples.signature(at: SignatureSamples.now + apart)
    #expect(fault(made) == (isRight ? nil : .stale))
  }

  @Test func `another secret under the same id is wrong`() {
    let stolen = SignatureKey("ops:a-secret-of-thirty-two-charactersX")!
    #expect(fault(SignatureSamples.signature(with: stolen)) == .wrong)
  }
}
