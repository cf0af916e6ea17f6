/// A server of the local network, as control calls and tests name it.
package enum Member: Hashable, Sendable, CustomStringConvertible {
  /// An aggregator by its index, from 0.
  case aggregator(Int)

  /// The publisher.
  case publisher

  /// A gateway of IPFS by its index, from 0.
  case gateway(Int)

  /// The name in control calls: the index, `publisher`, or `ipfs-` and the index.
  package var description: String {
    switch self {
    case .aggregator(let index): "\(index)"
    case .publisher: "publisher"
    case .gateway(let index): "ipfs-\(index)"
    }
  }
}
