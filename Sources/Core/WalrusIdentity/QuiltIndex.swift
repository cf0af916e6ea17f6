/// The table of contents in a quilt's first columns: which patch lies in which columns.
package struct QuiltIndex: Hashable, Sendable {
  /// One patch: its name, its tags and its place.
  package struct Entry: Hashable, Sendable {
    /// The name of the patch; told apart by its bytes.
    package let identifier: String
    /// The tags of the patch, in ascending order of their serialized names.
    package let tags: [QuiltTag]
    /// The columns of the patch.
    package let columns: Range<Int>

    /// The identifier under which the patch can be read when the quilt is stored as `quilt`.
    package func patchID(in quilt: BlobID) throws(IdentifierError) -> QuiltPatchID {
      try QuiltPatchID(
        quilt: quilt, startColumn: UInt16(clamping: columns.lowerBound),
        endColumn: UInt16(clamping: columns.upperBound))
    }
  }

  /// The patches, in the order of their columns.
  package let entries: [Entry]
  /// The number of columns that the index itself takes.
  package let columnCount: Int

  /// The patch with this name, if there is one.
  package func entry(_ identifier: some StringProtocol) -> Entry? {
    // Byte by byte: equality of strings would take equivalent spellings for the same name.
    entries.first { $0.identifier.utf8.elementsEqual(identifier.utf8) }
  }
}
