/// Why libxcrypt has made no hash; says nothing of the password.
package enum BcryptFailure: Error, Hashable, Sendable {
  /// The setting is not one that it knows: a hash in the store is damaged.
  case refused
  /// What it made has not the form of bcrypt.
  case unexpectedForm
}
