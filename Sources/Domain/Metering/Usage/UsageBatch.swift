/// Counts that are stored together, once: under an id that is stored with them.
package struct UsageBatch: Hashable, Sendable {
  /// Unique among all batches of all edges.
  package let id: String
  /// Sorted by minute, user and token; no two of one key.
  package let rows: [UsageRow]
  /// Sorted by day, user, token and country; no two of one key.
  package let countries: [CountryRow]

  /// A batch.
  package init(id: String, rows: [UsageRow], countries: [CountryRow] = []) {
    self.id = id
    self.rows = rows
    self.countries = countries
  }
}
