/// Where errors are reported to: the DSN of a project, `https://key@host/project`, perhaps with a port
/// and a path in front of the project.
package struct SentryAddress: Sendable, Hashable {
  /// The URL of the project's envelope endpoint.
  package let endpoint: String
  /// Names who sends; public, as Sentry's documents say, but not shown all the same.
  let publicKey: String

  /// Reads a DSN; nil for anything else. A secret key behind a colon, which old ones have, is left out.
  package init?(_ text: String) {
    guard text.utf8.count <= 512, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
      let scheme = ["https://", "http://"].first(where: text.hasPrefix)
    else { return nil }
    let rest = text.dropFirst(scheme.count)
    guard !rest.contains("?"), !rest.contains("#"), let at = rest.firstIndex(of: "@") else {
      return nil
    }
    let key = rest[..<at].prefix { $0 != ":" }
    let place = rest[rest.index(after: at)...]
    guard let slash = place.lastIndex(of: "/") else { return nil }
    let project = place[place.index(after: slash)...]
    let front = place[..<slash]
    guard !key.isEmpty, key.allSatisfy(Self.isWordCharacter), !project.isEmpty,
      project.allSatisfy(Self.isWordCharacter), let first = front.first, first != "/",
      !front.contains("@")
    else { return nil }
    endpoint = "\(scheme)\(front)/api/\(project)/envelope/"
    publicKey = String(key)
  }

  private static func isWordCharacter(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
  }
}
