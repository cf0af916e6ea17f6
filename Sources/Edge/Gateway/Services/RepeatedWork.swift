internal import EventLoops
internal import Locks

/// Work that a loop does again and again until it is told to end.
final class RepeatedWork: Sendable {
  private let timer = Mutex<LoopBound<LoopTimer>?>(nil)

  /// Does the work now and then from now on; once at a time.
  func begin(
    on loop: EventLoop, every milliseconds: UInt64, _ work: @escaping @Sendable () -> Void
  ) async {
    let begun = await loop.perform {
      let timer = LoopTimer(loop: loop)
      timer.start(milliseconds: milliseconds, repeating: milliseconds) { work() }
      return LoopBound(timer, loop: loop)
    }
    timer.withLock { $0 = begun }
  }

  /// Ends it.
  func end() async {
    guard let begun = timer.withLock({ $0 }) else { return }
    await begun.loop.perform { begun.value.close() }
  }
}
