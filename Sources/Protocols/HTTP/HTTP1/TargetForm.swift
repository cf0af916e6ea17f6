/// The form of a request target (RFC 9112 §3.2). Authority-form belongs to CONNECT alone, which is
/// refused before it gets here.
@usableFromInline package enum TargetForm: UInt8, Sendable {
  /// `/path?query`.
  case origin
  /// `http://host/path?query`; its authority outranks the Host field.
  case absolute
  /// `*`, for OPTIONS.
  case asterisk
}
