import DomainTesting
import SharedState
import Testing

@testable import RequestSigning

/// What was used is not used again, by any edge, for as long as it could be.
@Suite struct NonceMemoryTests {
  private let time = HandMovedTime(SignatureSamples.now)

  private func store() -> LocalSharedState {
    LocalSharedState { [time] in SharedTime(seconds: time.now) }
  }

  private func fault(
    _ memory: NonceMemory, _ signature: RequestSignature = SignatureSamples.signature()
  ) async -> SignatureFault? {
    do throws(SignatureFault) {
      try await memory.take(signature, at: time.now)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a nonce is taken once, by whichever edge`() async {
    let store = store()
    let edges = [NonceMemory(store, noncesMax: 100), NonceMemory(store, noncesMax: 100)]
    #expect(await fault(edges[0]) == nil)
    #expect(await fault(edges[1]) == .replayed)
    #expect(await fault(edges[0]) == .replayed)
    #expect(await fault(edges[1], SignatureSamples.signature(nonce: "another-nonce-here")) == nil)
    // The same nonce under another key is another.
    let other = SignatureSamples.signature(with: SignatureSamples.other)
    #expect(await fault(edges[1], other) == nil)
  }

  @Test func `it is remembered until its time is over everywhere`() async {
    let memory = NonceMemory(store(), noncesMax: 100)
    // Signed by a clock that is five minutes ahead.
    let early = SignatureSamples.signature(at: time.now + 300)
    #expect(await fault(memory, early) == nil)
    time.advance(600)
    #expect(await fault(memory, early) == .replayed)
    time.advance(61)
    #expect(abs(early.timestamp - time.now) > SignatureVerifier.windowSeconds)
    #expect(await fault(memory, early) == nil)
  }

  @Test func `one key fills no store`() async {
    let memory = NonceMemory(store(), noncesMax: 2)
    func take(_ name: String, _ key: SignatureKey = SignatureSamples.key) async -> SignatureFault? {
      await fault(
        memory, SignatureSamples.signature(with: key, nonce: "a-nonce-of-its-own-\(name)"))
    }
    #expect(await take("1") == nil)
    #expect(await take("2") == nil)
    #expect(await take("3") == .exhausted)
    #expect(await take("3", SignatureSamples.other) == nil)
    time.advance(600)
    #expect(await take("3") == nil)
  }

  @Test func `a store that cannot tell lets nothing through`() async {
    var limits = LocalStateLimits()
    limits.keysMax = 1
    let full = LocalSharedState(limits: limits) { [time] in SharedTime(seconds: time.now) }
    #expect(await fault(NonceMemory(full, noncesMax: 100)) == .unavailable)
  }
}
