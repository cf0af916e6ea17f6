/// A transaction in the hands of who began it: an adapter's side of `Database.transaction`.
package protocol OpenTransaction: DatabaseTransaction {
  /// Makes it last. When this throws, it was rolled back, unless the failure says that the outcome
  /// is not known.
  func commit() async throws(DatabaseFailure)

  /// Undoes it; does nothing when it is over.
  func rollback() async
}
