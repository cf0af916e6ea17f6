/// What the home of a key says to one who asks for content that he does not have.
enum FillAdmission: Sendable {
  /// It is there after all.
  case stored(StoredContent)
  /// It is on its way.
  case seat(FillSeat)
  /// It is kept in slices, some of which may be there.
  case sliced(SlicedContent)
  /// It is too long to be stored; the asker has to fetch for himself.
  case passThrough(KnownSize?)
  /// It is not to be had; that is believed for so many seconds more.
  case negative(OriginFailure, left: Int64)
  /// There is too much to do.
  case overloaded
  /// Nothing new is fetched for now; it may be asked for again after so many seconds.
  case shed(seconds: Int)
}
