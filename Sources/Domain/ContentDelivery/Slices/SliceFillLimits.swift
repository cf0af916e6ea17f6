/// What the fetches of one content in slices may do.
struct SliceFillLimits: Hashable, Sendable {
  /// Slices that a fetch may be ahead of the foremost of its readers.
  var aheadMax = 2
  /// A slice that a fetch will come to after so many others is waited for; for one further on a
  /// fetch is begun.
  var nearMax = 4
  /// Slices of one fetch.
  var runMax = 1024
  /// Fetches of one content at a time.
  var runsMax = 64
  /// Where origins ignore ranges, the slices that come before the wanted ones are kept if the
  /// content has no more bytes than this.
  var passingMax = 0
  /// What is left to fetch when nobody wants it any more is fetched all the same if it is no more
  /// than this many bytes: a new connection would cost as much.
  var remainderMax = Fill.remainderMax
}
