import Glibc
import Locks
import Synchronization

/// Writes lines to a descriptor from a thread of its own, so that no caller ever waits
/// for a disk, a pipe or a terminal.
///
/// What waits is bounded: lines beyond the limit are dropped and counted. The descriptor
/// is borrowed and must stay open until `stop` has returned true.
package final class LogWriter: Sendable {
  /// What the callers and the thread share.
  struct State: Sendable {
    /// Lines of the control plane, one after the other.
    var lines: [UInt8] = []
    /// Full buffers of access logs.
    var buffers: [LogBuffer] = []
    /// Submissions so far, and how many of them are written.
    var submitted: UInt64 = 0
    var written: UInt64 = 0
    var isStopping = false
    var hasEnded = false
  }

  /// Numbers that any thread may read.
  final class Tally: Sendable {
    let dropped = Atomic<UInt64>(0)
    let bytesWritten = Atomic<UInt64>(0)
    let bytesFailed = Atomic<UInt64>(0)
  }

  private let monitor: Monitor<State>
  private let tally = Tally()
  private let queueLimit: Int
  private let bufferLimit: Int

  /// Starts the thread. At most `queueLimit` bytes of lines and `bufferLimit` buffers of
  /// access logs wait to be written.
  package init(descriptor: Int32, queueLimit: Int = 1 << 20, bufferLimit: Int = 256) {
    self.queueLimit = queueLimit
    self.bufferLimit = bufferLimit
    var state = State()
    state.buffers.reserveCapacity(bufferLimit)
    monitor = Monitor(state)
    LogWriterThread(monitor: monitor, tally: tally, descriptor: descriptor).start()
  }

  deinit {
    // The thread owns the state, writes what is left, and ends by itself.
    monitor.withLock { $0.isStopping = true }
    monitor.signal()
  }

  /// Lines of events dropped because too much was waiting; access logs count theirs.
  package var droppedCount: UInt64 { tally.dropped.load(ordering: .relaxed) }

  /// Bytes written so far.
  package var bytesWritten: UInt64 { tally.bytesWritten.load(ordering: .relaxed) }

  /// Bytes that the descriptor refused.
  package var bytesFailed: UInt64 { tally.bytesFailed.load(ordering: .relaxed) }

  /// Queues a line, which ends in a line feed; never waits. Returns whether there was room.
  @discardableResult
  package func submit(_ line: [UInt8]) -> Bool {
    let isQueued = monitor.withLock { state in
      if state.isStopping || state.lines.count + line.count > queueLimit { return false }
      state.lines += line
      state.submitted += 1
      return true
    }
    if isQueued {
      monitor.signal()
    } else {
      tally.dropped.wrappingAdd(1, ordering: .relaxed)
    }
    return isQueued
  }

  /// Queues a buffer, which comes back by its own flag. When there is no room the buffer
  /// stays the caller's, who counts its lines as dropped.
  func submit(_ buffer: LogBuffer) -> Bool {
    buffer.isQueued.store(true, ordering: .relaxed)
    let isQueued = monitor.withLock { state in
      if state.isStopping || state.buffers.count >= bufferLimit { return false }
      state.buffers.append(buffer)
      state.submitted += 1
      return true
    }
    if isQueued {
      monitor.signal()
    } else {
      buffer.isQueued.store(false, ordering: .relaxed)
    }
    return isQueued
  }

  /// Waits until everything submitted before is written; false when the time was over
  /// first. Blocks the calling thread: never call it on an event loop.
  @discardableResult
  package func flush(within limit: Duration) -> Bool {
    let target = monitor.withLock { $0.submitted }
    return monitor.wait(within: limit) { $0.written >= target ? true : nil } ?? false
  }

  /// Refuses further lines, writes what is queued and ends the thread; false when the
  /// time was over first. Blocks the calling thread: for the end of the process.
  @discardableResult
  package func stop(within limit: Duration) -> Bool {
    monitor.withLock { $0.isStopping = true }
    monitor.signal()
    return monitor.wait(within: limit) { $0.hasEnded ? true : nil } ?? false
  }
}
