@testable import ContentDelivery

/// A policy with entries of its own, without a tier around it.
struct PolicyUnderTest {
  let policy: any EvictionPolicy
  let table = ContentTable(seed: SampleContent.secret)
  private var contents: [Int: StoredContent] = [:]

  init(_ policy: any EvictionPolicy = GreedyDualPolicy(seed: SampleContent.secret)) {
    self.policy = policy
  }

  /// Entries that the policy knows.
  var count: Int { table.count }

  /// Stores content of a number that is charged so many bytes.
  mutating func insert(_ number: Int, cost: Int = 4096) throws {
    let content = try SampleContent.standIn(number, cost: cost)
    contents[number] = content
    policy.inserted(table.insert(ContentEntry(content, isBorrowed: false)), in: table.entries)
  }

  /// Whether the content of a number is there.
  func has(_ number: Int) -> Bool { table.find(SampleContent.key(number)) != nil }

  /// Hits the content of a number.
  func hit(_ number: Int) { contents[number]?.noteHit() }

  /// Takes an entry out for another reason than eviction.
  mutating func remove(_ number: Int) {
    guard let index = table.find(SampleContent.key(number)) else { return }
    policy.removed(index, in: table.entries)
    _ = table.remove(SampleContent.key(number))
    contents[number] = nil
  }

  /// Evicts, and says the number of what has gone.
  mutating func evict() -> Int? {
    guard let index = policy.evict(from: table.entries) else { return nil }
    let key = table.entries[index].pointee.key
    _ = table.remove(key)
    let number = contents.first { $0.value.key == key }?.key
    if let number { contents[number] = nil }
    return number
  }
}
