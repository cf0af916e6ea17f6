/// What the home of a content in slices says to one who wants to read it.
enum SliceOpening: Sendable {
  /// A reader's place.
  ///
  /// - Parameters:
  ///   - isHit: whether everything that it wants is stored.
  ///   - isCollapsed: whether the first that is not is being fetched for another.
  case opened(SliceSeat, isHit: Bool, isCollapsed: Bool)
  /// It cannot be proven, and what is not is not served.
  case unprovable
  /// There is too much to do.
  case overloaded
}
