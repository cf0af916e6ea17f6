/// What is wrong with bytes that should be a quilt.
package enum QuiltFormatError: Error, Hashable, Sendable {
  /// The number of bytes is not that of a matrix of symbols of any size.
  case wrongLength(Int)
  /// The quilt, or a patch in it, has a version other than 1.
  case unknownVersion(UInt8)
  /// A length says more than there is room for.
  case truncated
  /// The index, or the head of a patch, does not end where its length says.
  case trailingBytes(Int)
  /// The index is longer than the columns it may take.
  case indexTooLong(Int)
  /// The index lists more patches than there are columns.
  case tooManyPatches(Int)
  /// The patch at `position` in the index covers no columns, or columns that do not exist.
  case wrongColumns(position: Int)
  /// A text is not UTF-8.
  case notUTF8
  /// A number is not written in the shortest form, or is too large.
  case wrongNumber
  /// The names of tags are not in ascending order.
  case unorderedTags
  /// The head of a patch announces parts that are not known.
  case unknownMask(UInt8)
  /// No patch of the quilt has this identifier.
  case noSuchPatch(identifier: String)
  /// The quilt does not have these columns, or they hold the index.
  case noSuchColumns(Range<Int>)
}

extension QuiltFormatError: CustomStringConvertible {
  /// One sentence without a full stop.
  package var description: String {
    switch self {
    case .wrongLength(let length): "\(length) bytes are not a quilt of any symbol size"
    case .unknownVersion(let version): "unknown quilt version \(version), expected 1"
    case .truncated: "a length in the quilt says more than there is room for"
    case .trailingBytes(let count): "\(count) bytes follow where the quilt says nothing should"
    case .indexTooLong(let length): "an index of \(length) bytes is longer than its columns"
    case .tooManyPatches(let count): "\(count) patches are more than the quilt has columns"
    case .wrongColumns(let position): "patch \(position) of the index covers impossible columns"
    case .notUTF8: "a text in the quilt is not UTF-8"
    case .wrongNumber: "a number in the quilt is not in its canonical form"
    case .unorderedTags: "the tags of a patch are not in ascending order"
    case .unknownMask(let mask): "unknown parts in a patch: mask \(mask)"
    case .noSuchPatch(let identifier): "the quilt has no patch \"\(identifier)\""
    case .noSuchColumns(let columns):
      "the quilt has no patch in columns \(columns.lowerBound) to \(columns.upperBound)"
    }
  }
}
