package import SharedState

/// Remembers the nonces of signed requests for all edges together, so that a signature opens the
/// door once.
///
/// Only what was signed gets here, and only so much of it: who has no key cannot fill the store, and
/// who has one cannot fill it up.
package struct NonceMemory: Sendable {
  /// Seconds that a nonce is remembered: as long as its signature may be within the window of some
  /// edge, and a minute more because the clocks of edges and store differ.
  package static let memorySeconds = 2 * SignatureVerifier.windowSeconds + 60
  /// Seconds over which the nonces of a key are counted.
  private static let countedSeconds: Int64 = 600

  private let store: any SharedStateStore
  private let noncesMax: Int

  /// A memory in a store.
  ///
  /// - Parameter noncesMax: nonces of one key that are taken in ten minutes.
  package init(_ store: any SharedStateStore, noncesMax: Int) {
    self.store = store
    self.noncesMax = noncesMax
  }

  /// Takes the nonce of a signature that was found to be right.
  ///
  /// - Throws: `.replayed` when it was taken before, `.exhausted` past the limit, `.unavailable` when
  ///   the store cannot tell: then nothing may be let through.
  package func take(_ signature: RequestSignature, at now: Int64) async throws(SignatureFault) {
    let key = signature.keyID
    let span = now / Self.countedSeconds
    let isWithin: Bool
    var isFirst = false
    do throws(SharedStateFailure) {
      let count = try await store.increment(
        "signing:count:\(key):\(span)", by: 1, expiresAfter: .seconds(2 * Self.countedSeconds))
      isWithin = count <= noncesMax
      if isWithin {
        isFirst = try await store.setIfAbsent(
          "signing:nonce:\(key):\(signature.nonce)", [1],
          expiresAfter: .seconds(Self.memorySeconds))
      }
    } catch {
      throw .unavailable
    }
    guard isWithin else { throw .exhausted }
    guard isFirst else { throw .replayed }
  }
}
