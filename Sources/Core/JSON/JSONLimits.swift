/// What a document from outside may cost.
package struct JSONLimits: Hashable, Sendable {
  /// Arrays and objects within each other.
  package var depthMax: Int
  /// Values in all, those within others included.
  package var valuesMax: Int

  /// Limits that any input of a person or a script stays under.
  package init(depthMax: Int = 16, valuesMax: Int = 10_000) {
    self.depthMax = depthMax
    self.valuesMax = valuesMax
  }
}
