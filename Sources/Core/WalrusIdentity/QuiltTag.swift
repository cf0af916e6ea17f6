/// A name and a value that a quilt keeps with a patch, such as its content type.
package struct QuiltTag: Hashable, Sendable {
  /// The name. Names are told apart by their bytes, not by Unicode equivalence.
  package let name: String
  /// The value.
  package let value: String

  /// A tag.
  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
