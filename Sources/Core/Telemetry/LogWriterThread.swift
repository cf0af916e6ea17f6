import Glibc
import Locks
import Synchronization

/// The thread behind a `LogWriter`: takes everything that waits, writes it, repeats.
final class LogWriterThread: Sendable {
  private let monitor: Monitor<LogWriter.State>
  private let tally: LogWriter.Tally
  private let descriptor: Int32

  init(monitor: Monitor<LogWriter.State>, tally: LogWriter.Tally, descriptor: Int32) {
    self.monitor = monitor
    self.tally = tally
    self.descriptor = descriptor
  }

  /// Starts a detached thread that keeps this object alive until it ends.
  func start() {
    var thread = pthread_t()
    let own = unsafe Unmanaged.passRetained(self).toOpaque()
    let result = unsafe pthread_create(&thread, nil, logWriterThread, own)
    precondition(result == 0, "the log writer's thread cannot be created")
    pthread_detach(thread)
  }

  fileprivate func run() {
    // Signals are for other threads; above all a closed pipe must be an error here.
    var every = sigset_t()
    unsafe sigfillset(&every)
    unsafe pthread_sigmask(SIG_BLOCK, &every, nil)
    var lines: [UInt8] = []
    var buffers: [LogBuffer] = []
    while true {
      let batch: UInt64? = monitor.wait { state -> UInt64?? in
        if state.lines.isEmpty && state.buffers.isEmpty {
          return state.isStopping ? .some(nil) : nil
        }
        swap(&lines, &state.lines)
        swap(&buffers, &state.buffers)
        return state.submitted
      }
      guard let batch else { break }
      unsafe lines.withUnsafeBytes { unsafe write($0) }
      lines.removeAll(keepingCapacity: lines.capacity <= 1 << 16)
      for buffer in buffers {
        unsafe write(UnsafeRawBufferPointer(rebasing: buffer.memory[..<buffer.count]))
        buffer.isQueued.store(false, ordering: .releasing)
      }
      buffers.removeAll(keepingCapacity: true)
      monitor.withLock { $0.written = batch }
      monitor.signal()
    }
    monitor.withLock { $0.hasEnded = true }
    monitor.signal()
  }

  /// Writes all bytes, waiting as long as the descriptor wants; a broken one loses them.
  @unsafe
  private func write(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    var sent = 0
    while sent < bytes.count {
      let result = unsafe Glibc.write(descriptor, base + sent, bytes.count - sent)
      if result >= 0 {
        sent += result
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        unsafe poll(&wanted, 1, 1000)
      default:
        tally.bytesFailed.wrappingAdd(UInt64(bytes.count - sent), ordering: .relaxed)
        tally.bytesWritten.wrappingAdd(UInt64(sent), ordering: .relaxed)
        return
      }
    }
    tally.bytesWritten.wrappingAdd(UInt64(sent), ordering: .relaxed)
  }
}

@Sendable
private func logWriterThread(_ own: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let own = unsafe own {
    unsafe Unmanaged<LogWriterThread>.fromOpaque(own).takeRetainedValue().run()
  }
  return nil
}
