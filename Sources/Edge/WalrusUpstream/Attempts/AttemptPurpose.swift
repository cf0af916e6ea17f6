/// Why an endpoint is asked.
package enum AttemptPurpose: String, CaseIterable, Sendable {
  /// Somebody wants something.
  case first
  /// Another one has failed.
  case retry
  /// Another one lets us wait.
  case hedge
  /// Another one says that there is no such content.
  case confirmation
}
