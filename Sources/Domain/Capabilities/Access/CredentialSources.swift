/// Several sources as one: each kind of credential is told by how it begins, so that only the source
/// that can know it is asked.
package struct CredentialSources: CredentialSource {
  /// A source and how it tells what is its own.
  package struct Entry: Sendable {
    let recognizes: @Sendable (String) -> Bool
    let source: any CredentialSource

    /// A source of the credentials that `recognizes` says yes to.
    package init(
      _ source: any CredentialSource, recognizes: @escaping @Sendable (String) -> Bool
    ) {
      self.source = source
      self.recognizes = recognizes
    }
  }

  /// Bytes of the longest credential that is looked at.
  package static let byteCountMax = 4096

  private let entries: [Entry]

  /// Sources, of which the first that recognises a credential is asked.
  package init(_ entries: [Entry]) { self.entries = entries }

  package func grant(for credential: String) async throws -> Grant? {
    guard !credential.isEmpty, credential.utf8.count <= Self.byteCountMax,
      let entry = entries.first(where: { $0.recognizes(credential) })
    else { return nil }
    return try await entry.source.grant(for: credential)
  }
}
