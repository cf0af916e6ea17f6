// No integer has padding, so the raw bytes of an array of them may be read freely; that is all
// that is unsafe here.
extension Array where Element: FixedWidthInteger & BitwiseCopyable {
  /// The memory of the elements, for reading.
  var rawSpan: RawSpan {
    @_lifetime(borrow self)
    get { unsafe span.bytes }
  }
}
