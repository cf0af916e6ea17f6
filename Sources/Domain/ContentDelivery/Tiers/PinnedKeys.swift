/// Which keys are pinned, and how much of their share they take.
struct PinnedKeys {
  private let countMax: Int
  private let bytesMax: Int
  private var keys: Set<ContentKey> = []
  /// Bytes of pinned content that is there.
  private(set) var bytes = 0
  /// Pinned contents that are there.
  private(set) var heldCount = 0

  /// No pins; at most so many, and so many bytes of them.
  init(countMax: Int, bytesMax: Int) {
    self.countMax = countMax
    self.bytesMax = bytesMax
  }

  /// Keys that are pinned, whether or not their content is there.
  var count: Int { keys.count }

  /// Bytes of the share that are left.
  var freeBytes: Int { bytesMax - bytes }

  /// Whether a key is pinned.
  func contains(_ key: ContentKey) -> Bool { keys.contains(key) }

  /// Pins a key; false when there are too many.
  mutating func insert(_ key: ContentKey) -> Bool {
    if keys.contains(key) { return true }
    guard keys.count < countMax else { return false }
    keys.insert(key)
    return true
  }

  /// Takes the pin of a key away; false when there was none.
  mutating func remove(_ key: ContentKey) -> Bool { keys.remove(key) != nil }

  /// Takes bytes of the share for content that is there; false when it is not pinned, or when
  /// too little is left.
  mutating func take(_ key: ContentKey, cost: Int) -> Bool {
    guard !keys.isEmpty, keys.contains(key), cost <= freeBytes else { return false }
    bytes += cost
    heldCount += 1
    return true
  }

  /// Gives the bytes of content back that is gone or no longer pinned.
  mutating func giveBack(cost: Int) {
    bytes -= cost
    heldCount -= 1
  }
}
