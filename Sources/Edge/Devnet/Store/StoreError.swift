/// A data directory that can not be used.
package enum StoreError: Error, CustomStringConvertible {
  /// The kernel refused.
  case system(SystemCallError)

  /// Another local network, in this process or another, works in the directory.
  case inUse(path: String)

  /// The blobs in the directory have ids for another number of shards.
  case otherShardCount(found: Int, wanted: Int, path: String)

  /// The sentence for the person who started it.
  package var description: String {
    switch self {
    case .system(let error): "\(error)"
    case .inUse(let path): "the data directory \(path) is in use by another local network"
    case .otherShardCount(let found, let wanted, let path):
      "the data directory \(path) holds blobs for \(found) shards, not \(wanted)"
    }
  }
}
