public import Synchronization

/// The numbers of one shard: a fixed row of slots, written by its owner and read by
/// whoever scrapes.
///
/// Sendable because every access goes through atomics and the memory lives as long as
/// the block. Blocks start on a cache line of their own, so that shards do not disturb
/// each other.
@safe
@usableFromInline package final class MetricBlock: @unchecked Sendable {
  @usableFromInline
  let slots: UnsafeMutablePointer<Atomic<UInt64>>
  @usableFromInline
  let slotCount: Int
  @usableFromInline
  let bounds: UnsafeMutablePointer<UInt64>
  private let memory: UnsafeMutableRawPointer

  init(slotCount: Int, bounds table: [UInt64]) {
    let line = 128
    let size = (slotCount * 8 + line - 1) / line * line
    unsafe memory = UnsafeMutableRawPointer.allocate(
      byteCount: size + max(table.count, 1) * 8, alignment: line)
    unsafe slots = memory.bindMemory(to: Atomic<UInt64>.self, capacity: slotCount)
    unsafe bounds = (memory + size).bindMemory(to: UInt64.self, capacity: table.count)
    for index in 0..<slotCount { unsafe (slots + index).initialize(to: Atomic(0)) }
    for index in table.indices { unsafe (bounds + index).initialize(to: table[index]) }
    self.slotCount = slotCount
  }

  deinit { unsafe memory.deallocate() }

  func load(_ slot: Int) -> UInt64 {
    precondition(slot >= 0 && slot < slotCount)
    return unsafe slots[slot].load(ordering: .relaxed)
  }

  /// The bucket of a value: a short walk, which ends at once for what a cache answers.
  @inlinable
  func bucket(_ histogram: Histogram, of value: UInt64) -> Int {
    var index = 0
    while index < histogram.boundsCount {
      if unsafe value <= bounds[histogram.boundsFirst + index] { break }
      index += 1
    }
    return index
  }
}
