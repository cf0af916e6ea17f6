package import TestSupport

extension RawResponse {
  /// Fields that differ from request to request by their nature.
  private static let changing: Set<String> = [
    "date", "x-request-id", "x-response-time", "server-timing", "age", "x-cache", "cache-status",
    "connection", "x-source",
  ]

  /// What of the response does not depend on when and how often it was asked for: names in lower
  /// case with their values, sorted.
  package var lastingFields: [String] {
    fields.filter { !Self.changing.contains($0.name.lowercased()) }
      .map { "\($0.name.lowercased()): \($0.value)" }.sorted()
  }
}
