/// Why patches cannot be sewn into a quilt.
package enum QuiltEncodingError: Error, Hashable, Sendable {
  /// There is nothing to sew.
  case noPatches
  /// More patches than columns are left beside the index.
  case tooManyPatches(count: Int, max: Int)
  /// Two patches have this identifier.
  case duplicateIdentifier(String)
  /// A patch has an identifier without characters.
  case emptyIdentifier
  /// An identifier that takes `length` bytes does not fit into its field.
  case identifierTooLong(length: Int)
  /// The identifier contains a control character.
  case controlCharacter(identifier: String)
  /// The identifier ends in white space.
  case trailingWhitespace(identifier: String)
  /// The patch has two tags of this name.
  case duplicateTag(identifier: String, name: String)
  /// The tags of the patch take `length` bytes, which does not fit into their field.
  case tagsTooLong(identifier: String, length: Int)
  /// The patches do not fit into the largest matrix there is, or the index not into its columns.
  case tooLarge
}

extension QuiltEncodingError: CustomStringConvertible {
  /// One sentence without a full stop.
  package var description: String {
    switch self {
    case .noPatches: "a quilt needs at least one patch"
    case .tooManyPatches(let count, let max): "\(count) patches are too many, at most \(max) fit"
    case .duplicateIdentifier(let identifier): "two patches are called \"\(identifier)\""
    case .emptyIdentifier: "a patch has an empty identifier"
    case .identifierTooLong(let length):
      "an identifier that takes \(length) bytes is too long, at most \(Quilt.identifierLengthMax) fit"
    case .controlCharacter(let identifier):
      "identifier \(identifier.debugDescription) contains a control character"
    case .trailingWhitespace(let identifier): "identifier \"\(identifier)\" ends in white space"
    case .duplicateTag(let identifier, let name):
      "patch \"\(identifier)\" has two tags called \"\(name)\""
    case .tagsTooLong(let identifier, let length):
      "the tags of patch \"\(identifier)\" take \(length) bytes, at most \(Quilt.tagsLengthMax) fit"
    case .tooLarge: "the patches do not fit into one quilt"
    }
  }
}
