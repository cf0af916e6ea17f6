internal import HTTP
internal import Routing

/// How the cache took part in a response, as its fields tell it.
struct CachePart {
  /// The name of this cache in `Cache-Status` (RFC 9211 §2).
  static let name: StaticString = "floe"

  var status: CacheStatus
  var result: RequestOutcome.CacheResult
  /// `X-Cache`.
  var word: String

  /// Answered from memory.
  static func hit(freshFor seconds: Int64) -> CachePart {
    var status = CacheStatus(.hit)
    status.timeToLive = seconds
    return CachePart(status: status, result: .hit, word: "HIT")
  }

  /// Fetched for this request, or for another that was there before.
  static func miss(isStored: Bool, isCollapsed: Bool, wasStale: Bool) -> CachePart {
    var status = CacheStatus(.forward(wasStale ? .stale : .uriMiss))
    status.forwardStatus = .ok
    status.isStored = isStored
    status.isCollapsed = isCollapsed
    return CachePart(status: status, result: isCollapsed ? .collapsed : .miss, word: "MISS")
  }

  /// Answered from memory although it is past its time, because the origins have failed.
  static func stale(freshFor seconds: Int64, failure: Status?) -> CachePart {
    var status = CacheStatus(.forward(.stale))
    status.forwardStatus = failure
    status.timeToLive = seconds
    return CachePart(status: status, result: .stale, word: "STALE")
  }

  /// Answered from memory although it is past its time, while it is fetched again.
  static func revalidating(freshFor seconds: Int64) -> CachePart {
    var status = CacheStatus(.hit)
    status.timeToLive = seconds
    return CachePart(status: status, result: .stale, word: "STALE")
  }

  /// Adds the fields to a response.
  func add(to fields: inout HTTPFields) {
    fields.append(.xCache, word)
    fields.append(.cacheStatus, text)
  }

  /// The value of `Cache-Status`.
  var text: String {
    let bytes = [UInt8](capacity: CacheStatus.byteCountMax + 32) { output in
      status.print(name: Self.name, into: &output)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
