package import Settings

/// Who signs requests for sensitive routes, and whether they must.
package struct RequestSigningSettings: SettingsSection {
  package static let section = "signing"
  /// Keys at once: one in use, and its successor or predecessor.
  package static let keysMax = 2

  /// The keys that are accepted, whether they are needed, and how many nonces are remembered.
  package var keys: [SignatureKey]
  package var demand: SigningDemand
  package var noncesMax: Int

  package init(reading reader: inout SettingsReader) {
    keys = reader.value(
      "keys", default: [SignatureKey](),
      "Keys that sign requests for sensitive routes, one or two, as ID:SECRET (32 characters or "
        + "more); the first signs, both are accepted.",
      secret: .secret(bytesMin: 32), reloadable: true,
      form:
        "one or two of ID:SECRET, separated by a comma, with different ids and secrets of 32 to "
        + "256 characters"
    ) { keys in
      keys.count <= Self.keysMax && Set(keys.map(\.id)).count == keys.count
    }
    demand = reader.value(
      "required", default: SigningDemand.never,
      "Whether requests for sensitive routes must be signed: never, with_keys (as soon as there is "
        + "a key) or always.", reloadable: true)
    noncesMax = reader.value(
      "nonces_max", default: 10_000,
      "Signed requests of one key that are taken in ten minutes; their nonces are remembered.",
      range: 1...100_000)
  }

  /// Whether requests have to be signed.
  package var isRequired: Bool {
    switch demand {
    case .never: false
    case .withKeys: !keys.isEmpty
    case .always: true
    }
  }

  /// What is wrong with the settings together; nil when nothing is.
  package var fault: String? {
    demand == .always && keys.isEmpty
      ? "signatures are required and no key is there to check them with" : nil
  }
}
