/// What is wrong with a list of keys; never shows a key.
package enum SigningKeysFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// There are none, or too many.
  case count(Int)
  /// The key at this place, counted from 1, is malformed.
  case malformed(Int)
  /// Two keys have this id.
  case repeated(String)

  package var description: String {
    switch self {
    case .count(let count):
      "there are \(count) signing keys; from 1 to \(SigningKeys.countMax) work"
    case .malformed(let place):
      "signing key \(place) is not ID:SECRET with a secret of 32 bytes as base64url"
    case .repeated(let id): "two signing keys have the id \(id)"
    }
  }
}
