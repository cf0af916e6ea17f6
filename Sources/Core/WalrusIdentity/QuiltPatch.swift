/// One of the small blobs that a quilt is sewn from.
package struct QuiltPatch: Hashable, Sendable {
  /// The name of the patch within its quilt; told apart by its bytes.
  package let identifier: String
  /// What is kept with the content, in no order that matters.
  package let tags: [QuiltTag]
  /// The bytes of the patch itself.
  package let content: [UInt8]

  /// A patch; nothing is checked before it is put into a quilt.
  package init(identifier: String, tags: [QuiltTag] = [], content: [UInt8]) {
    self.identifier = identifier
    self.tags = tags
    self.content = content
  }
}
