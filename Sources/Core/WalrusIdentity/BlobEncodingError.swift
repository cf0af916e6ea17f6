/// Why an encoding could not be set up or an identifier not be computed.
package enum BlobEncodingError: Error, Hashable, Sendable {
  /// No encoding for this number of shards is offered here.
  case unsupportedShardCount(Int)
  /// Content of `length` bytes does not fit: symbols have at most 65,534 bytes.
  case contentTooLarge(length: Int, max: Int)
  /// The progress hook asked to stop.
  case cancelled
}

extension BlobEncodingError: CustomStringConvertible {
  /// One sentence without a full stop.
  package var description: String {
    switch self {
    case .unsupportedShardCount(let count):
      "\(count) shards are not supported, only "
        + "\(BlobEncoding.shardCounts.lowerBound) to \(BlobEncoding.shardCounts.upperBound)"
    case .contentTooLarge(let length, let max):
      "content of \(length) bytes is too large: at most \(max) can be encoded"
    case .cancelled:
      "the computation was cancelled"
    }
  }
}
