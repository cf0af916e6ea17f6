import CMallocCounter

/// The number of allocations that a thread, or the whole process, has made.
///
/// Take one on the thread to be watched; read it from anywhere while that thread lives:
///
///     let mallocs = MallocCounter.ofThisThread()
///     let before = mallocs.count
///     …
///     #expect(mallocs.count - before == 0)
///
/// Calls of `malloc`, `calloc`, `realloc` and the aligned ones count; `free` does not.
/// Meaningful in release builds only. Nothing is counted under a sanitizer: ask `isCounting`.
package struct MallocCounter: @unchecked Sendable {
  // Unchecked: the pointer is to an atomic that is only ever read here; nil stands for the process.
  private let counter: UnsafeRawPointer?

  /// Whether this build counts allocations at all.
  package static var isCounting: Bool { floe_mallocs_counted() != 0 }

  /// The counter of the thread that calls this. It must not be read after that thread's end.
  package static func ofThisThread() -> MallocCounter {
    MallocCounter(counter: floe_mallocs_counter_of_thread())
  }

  /// The counter of all threads together: other tests that run meanwhile count, too.
  package static var ofProcess: MallocCounter { MallocCounter(counter: nil) }

  /// Allocations so far.
  package var count: UInt64 {
    guard let counter else { return floe_mallocs_of_process() }
    return floe_mallocs_read(counter)
  }

  /// The allocations that the calling thread makes while `body` runs.
  package static func mallocs<E: Error>(in body: () throws(E) -> Void) throws(E) -> UInt64 {
    let counter = ofThisThread()
    let before = counter.count
    try body()
    return counter.count - before
  }
}
