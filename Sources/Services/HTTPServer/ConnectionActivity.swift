internal import Bytes

/// What a connection needs only while something is unfinished; an idle one has none.
final class ConnectionActivity {
  /// Bytes read that belong to a head not yet whole, to a body, or to the requests behind it.
  var carry: [UInt8] = []
  /// Output that the socket did not take.
  let output = OutputQueue()
  /// The request that a task works on.
  var exchange: Exchange?

  /// Whether it may be dropped.
  var isSpent: Bool { carry.isEmpty && output.isEmpty && exchange == nil }
}
