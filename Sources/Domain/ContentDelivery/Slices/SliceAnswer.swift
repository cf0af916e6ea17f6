/// What the home of a content says to a reader who asks for a slice.
enum SliceAnswer: Sendable {
  case stored(StoredContent)
  /// It is on its way; a place among those who read it as it comes.
  case filling(FillSeat)
  case failed(FillFailure)
}
