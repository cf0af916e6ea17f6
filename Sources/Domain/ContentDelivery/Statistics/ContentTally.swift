/// What is counted of one content.
package struct ContentTally: Sendable {
  /// The most bytes of an id that are kept to show it.
  static let textMax = 96

  let key: ContentKey
  private var text = InlineArray<96, UInt8>(repeating: 0)
  private var textCount = 0
  /// Requests that memory answered, and others.
  package private(set) var hits: UInt64 = 0
  package private(set) var misses: UInt64 = 0
  /// Bytes of content sent.
  package private(set) var bytes: UInt64 = 0
  /// The time that requests took, all together and at most, in nanoseconds.
  package private(set) var nanoseconds: UInt64 = 0
  package private(set) var nanosecondsMax: UInt64 = 0
  /// When counting began and when the content was last asked for, in seconds since 1970.
  package private(set) var since: Int64
  package private(set) var lastAccess: Int64
  /// Requests that may have been another content's, whose place this one took.
  private(set) var inherited: UInt64

  /// A tally of nothing yet.
  ///
  /// - Parameter inherited: the count of the content whose place it takes.
  init(key: ContentKey, text id: Span<UInt8>, at seconds: Int64, inherited: UInt64 = 0) {
    self.key = key
    self.inherited = inherited
    since = seconds
    lastAccess = seconds
    textCount = min(id.count, Self.textMax)
    for index in 0..<textCount { text[index] = id[index] }
  }

  /// The id as it was first asked for, percent-encoded as in the path.
  package var id: String {
    String(decoding: (0..<textCount).map { text[$0] }, as: UTF8.self)
  }

  /// Requests, those that may have been another content's left out.
  package var requests: UInt64 { hits &+ misses }

  /// What decides who keeps the place.
  var weight: UInt64 { inherited &+ requests }

  mutating func add(_ access: ContentAccess, weight: UInt64) {
    if access.isHit { hits &+= weight } else { misses &+= weight }
    bytes &+= access.bytes &* weight
    nanoseconds &+= access.nanoseconds &* weight
    nanosecondsMax = max(nanosecondsMax, access.nanoseconds)
    lastAccess = max(lastAccess, access.seconds)
  }

  /// Adds what another shard counted of the same content.
  mutating func add(_ other: ContentTally) {
    hits &+= other.hits
    misses &+= other.misses
    bytes &+= other.bytes
    nanoseconds &+= other.nanoseconds
    nanosecondsMax = max(nanosecondsMax, other.nanosecondsMax)
    since = min(since, other.since)
    lastAccess = max(lastAccess, other.lastAccess)
    inherited &+= other.inherited
  }
}
