/// Why a reader of a fill gets no content, or no more of it.
enum FillFailure: Error, Hashable {
  /// The origin has failed.
  case origin(OriginFailure)
  /// As much is in flight as is allowed.
  case overloaded
  /// What is not in memory is refused for now; it may be asked for again after so many seconds.
  case shed(seconds: Int)
}
