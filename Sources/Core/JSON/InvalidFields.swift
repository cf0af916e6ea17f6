/// Everything that is wrong with the members of a document, at once.
package struct InvalidFields: Error, Hashable, Sendable {
  /// In the order in which it was found; never empty.
  package let faults: [FieldFault]

  /// What is wrong; at least one fault.
  package init(_ faults: [FieldFault]) {
    precondition(!faults.isEmpty)
    self.faults = faults
  }
}
