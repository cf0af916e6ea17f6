/// Why a request that has to be signed is refused.
package enum SignatureFault: Error, Hashable, Sendable {
  /// There is no signature.
  case missing
  /// The field is repeated or has not the form.
  case malformed
  /// The time is outside the window.
  case stale
  /// The code is not that of this request under that key, or there is no such key.
  case wrong
  /// The nonce was used before.
  case replayed
  /// Whether it was used before cannot be told now.
  case unavailable
  /// So many requests were signed lately that no more nonces are remembered.
  case exhausted
}
