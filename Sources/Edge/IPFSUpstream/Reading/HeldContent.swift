/// Content that lies here whole, while it is handed on piece by piece.
struct HeldContent {
  /// The most bytes that are handed on at once.
  static let pieceMax = 64 * 1024

  private let bytes: [UInt8]
  private var rest: Range<Int>

  /// The bytes at this place.
  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    rest = range
  }

  /// Bytes that have not been handed on.
  var count: Int { rest.count }

  /// Hands the next piece on; what the body gives back, nil when there is none left.
  mutating func next<Value>(_ body: (RawSpan) -> Value) -> Value? {
    guard !rest.isEmpty else { return nil }
    let piece = rest.prefix(Self.pieceMax)
    rest = piece.endIndex..<rest.upperBound
    return body(unsafe bytes.span.bytes.extracting(piece.startIndex..<piece.endIndex))
  }
}
