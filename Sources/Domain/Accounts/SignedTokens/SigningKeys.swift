internal import JSON

/// The keys of a process: one signs, all verify, so that keys can change while tokens live.
package struct SigningKeys: Sendable {
  /// Keys at most.
  package static let countMax = 16

  let algorithm: SigningAlgorithm
  let current: SigningKey
  private let byID: [String: SigningKey]

  /// Keys of which the first signs.
  ///
  /// - Throws: when there is none, when one is malformed, or two have one id. What is thrown names
  ///   the place of a key in the list and never the key.
  package init(_ texts: [String], algorithm: SigningAlgorithm) throws(SigningKeysFault) {
    guard (1...Self.countMax).contains(texts.count) else { throw .count(texts.count) }
    var keys: [SigningKey] = []
    var byID: [String: SigningKey] = [:]
    for (index, text) in texts.enumerated() {
      guard let key = SigningKey(text, algorithm: algorithm) else { throw .malformed(index + 1) }
      guard byID.updateValue(key, forKey: key.id) == nil else { throw .repeated(key.id) }
      keys.append(key)
    }
    self.algorithm = algorithm
    self.byID = byID
    current = keys[0]
  }

  /// The key of an id.
  subscript(id: String) -> SigningKey? { byID[id] }

  /// The public keys as a set (RFC 7517 §5); empty for HS256.
  var jwks: JSONValue {
    .object([
      .init("keys", .array(byID.values.sorted { $0.id < $1.id }.compactMap(\.publicJWK)))
    ])
  }
}
