/// A type, alias or extension as a file declares it.
struct TypeDeclaration {
  /// The word that introduces it: `struct`, `extension` and so on.
  let keyword: String

  /// Its name, without what it is nested in.
  let name: String

  /// How many braces it stands in.
  let depth: Int

  /// Its line, from 0.
  let line: Int

  /// Whether no other file can see it.
  let isPrivate: Bool
}
