/// Where audit entries go; nothing that was recorded is ever changed.
package protocol AuditTrail: Sendable {
  /// Records an entry; returns once it is safe.
  ///
  /// - Throws: when it cannot be recorded; what was to be audited must then not take place, or be
  ///   undone.
  func record(_ entry: AuditEntry) async throws
}
