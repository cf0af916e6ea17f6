/// Which requests are logged. Answers of 500 and above always are, unless nothing is.
package enum AccessSampling: Sendable, Hashable {
  /// Every request.
  case everything
  /// No request.
  case nothing
  /// One request in so many.
  case one(in: Int)
}
