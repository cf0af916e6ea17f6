package import HTTP

/// What a guard found out about a request that it let pass.
package struct Admission: Sendable {
  /// Who calls.
  package var caller: Caller
  /// Fields that whatever is answered gets too, such as `RateLimit`.
  package var fields: HTTPFields
  /// Whom the request is counted for on its shard; 0 is nobody.
  package var meter: UInt32

  /// An admission.
  package init(
    caller: Caller = .anonymous, fields: HTTPFields = HTTPFields(), meter: UInt32 = 0
  ) {
    self.caller = caller
    self.fields = fields
    self.meter = meter
  }
}
