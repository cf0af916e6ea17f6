/// The last spans of requests of one shard, in memory that is made once.
///
/// Owned by one loop, which fills it and takes the spans away again. When nobody takes them away in
/// time the newest are lost and counted, so that filling never waits.
///
/// `@safe`: the memory is made and freed with the instance, and slots are counted against its size.
@safe package final class RequestSpanBuffer {
  private let slots: UnsafeMutablePointer<RequestSpan>
  private let capacity: Int
  private var count = 0
  /// Spans lost so far.
  package private(set) var droppedCount = 0

  /// A buffer for so many spans.
  package init(capacity: Int) {
    precondition(capacity >= 0)
    self.capacity = capacity
    unsafe slots = .allocate(capacity: max(capacity, 1))
    unsafe slots.initialize(repeating: RequestSpan(), count: max(capacity, 1))
  }

  deinit { unsafe slots.deallocate() }

  /// Fills in the next span in place; the body is not called when there is no room.
  package func append(_ fill: (inout RequestSpan) -> Void) {
    guard count < capacity else {
      droppedCount &+= 1
      return
    }
    unsafe fill(&slots[count])
    count &+= 1
  }

  /// Takes away every span, oldest first.
  package func drain() -> [RequestSpan] {
    let spans = (0..<count).map { unsafe slots[$0] }
    count = 0
    return spans
  }
}
