package import ContentDelivery

/// Which endpoints have sent something else than content they were asked for: for some minutes they
/// are not asked for it again. Bounded; the oldest go first.
package struct WrongContents {
  /// For so long an endpoint is not asked again, in milliseconds.
  package static let memoryMilliseconds: UInt64 = 300_000
  /// Contents that are remembered.
  package static let contentsMax = 1024

  private var entries: [ContentKey: [Int: UInt64]] = [:]
  /// In the order of their arrival.
  private var order: [ContentKey] = []

  /// Nobody has sent anything wrong.
  package init() {}

  /// An endpoint has sent something else than this content.
  package mutating func insert(_ key: ContentKey, from endpoint: Int, at milliseconds: UInt64) {
    if entries[key] == nil {
      if order.count >= Self.contentsMax { entries[order.removeFirst()] = nil }
      order.append(key)
    }
    entries[key, default: [:]][endpoint] = milliseconds + Self.memoryMilliseconds
  }

  /// The endpoints that are not to be asked for this content, in ascending order.
  package func endpoints(for key: ContentKey, at milliseconds: UInt64) -> [Int] {
    guard !entries.isEmpty, let known = entries[key] else { return [] }
    return known.filter { milliseconds < $0.value }.keys.sorted()
  }
}
