/// A parameter of a route, as the description of the interface tells it.
package struct RouteParameter: Hashable, Sendable {
  /// Where the parameter stands.
  package enum Place: String, Sendable {
    case path, query, header
  }

  /// Where the parameter stands and what it is.
  package let place: Place
  package let name: String
  /// What it is for.
  package let sentence: String
  /// Its JSON Schema type.
  package let type: String
  /// A value that it may have.
  package let example: String?

  /// A parameter; those of the path are required, others are not.
  package init(
    _ place: Place, _ name: String, _ sentence: String, type: String = "string",
    example: String? = nil
  ) {
    self.place = place
    self.name = name
    self.sentence = sentence
    self.type = type
    self.example = example
  }
}
