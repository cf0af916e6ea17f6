import Synchronization

/// Writes one line for each request of a shard, without allocating and without waiting.
///
/// The log is owned by one event loop and not Sendable. Lines are formatted straight into
/// a buffer; a full or ripe buffer goes to the `LogWriter` and the next free one takes
/// its place. When none is free, lines are dropped and counted.
package final class AccessLog {
  /// How many lines were kept and lost.
  package let tally = AccessLogTally()
  /// Which requests are logged.
  package var sampling: AccessSampling

  private let writer: LogWriter
  private let format: LogFormat
  private let ripeAge: Int64
  private let buffers: [LogBuffer]
  private var current: LogBuffer?
  /// Where the next line goes: into `current`, or nowhere.
  private var cursor = LineCursor()
  /// Lines before the cursor.
  private var lines: UInt64 = 0
  private var firstLineTime = WallTime(nanosecondsSinceEpoch: 0)
  private var prefix = TimestampPrefix(second: 0)
  private var untilSample = 0

  /// Makes a log with a fixed number of buffers. A buffer is written when it is full, or
  /// by `flushRipe` when its first line is older than `ripeAge`.
  package init(
    writer: LogWriter, format: LogFormat, sampling: AccessSampling = .everything,
    bufferSize: Int = 64 * 1024, bufferCount: Int = 16, ripeAge: Duration = .seconds(1)
  ) {
    precondition(bufferSize >= AccessRecord.lineMax && bufferCount >= 2)
    self.writer = writer
    self.format = format
    self.sampling = sampling
    self.ripeAge =
      ripeAge.components.seconds * 1_000_000_000 + ripeAge.components.attoseconds / 1_000_000_000
    buffers = (0..<bufferCount).map { _ in LogBuffer(size: bufferSize) }
    begin(buffers[0])
  }

  deinit { flush() }

  /// Logs one request that was answered at `time`.
  package func record(_ record: borrowing AccessRecord, at time: WallTime) {
    guard isSampled(record.status) else { return }
    guard cursor.remaining >= AccessRecord.lineMax || takeFreeBuffer() else {
      Self.increment(tally.dropped)
      return
    }
    let (second, millisecond) = time.secondAndMillisecond
    if second != prefix.second { prefix = TimestampPrefix(second: second) }
    if cursor.count == 0 { firstLineTime = time }
    switch format {
    case .json: record.writeJSON(&cursor, prefix, milliseconds: millisecond)
    case .text: record.writeText(&cursor, prefix, milliseconds: millisecond)
    }
    lines &+= 1
    Self.increment(tally.recorded)
    if cursor.remaining < AccessRecord.lineMax { flush() }
  }

  /// Hands over a buffer whose first line is old enough; the owner calls it now and then.
  package func flushRipe(at time: WallTime) {
    guard cursor.count > 0 else { return }
    let age = time.nanosecondsSinceEpoch - firstLineTime.nanosecondsSinceEpoch
    if age >= ripeAge || age < 0 { flush() }
  }

  /// Hands over whatever is formatted.
  package func flush() {
    guard let buffer = current, cursor.count > 0 else { return }
    buffer.count = cursor.count
    buffer.lines = lines
    if writer.submit(buffer) {
      current = nil
      cursor = LineCursor()
    } else {
      tally.dropped.wrappingAdd(lines, ordering: .relaxed)
      tally.recorded.wrappingSubtract(lines, ordering: .relaxed)
      begin(buffer)
    }
  }

  private func takeFreeBuffer() -> Bool {
    for buffer in buffers where !buffer.isQueued.load(ordering: .acquiring) {
      begin(buffer)
      return true
    }
    return false
  }

  private func begin(_ buffer: LogBuffer) {
    buffer.clear()
    current = buffer
    cursor = unsafe LineCursor(buffer.memory)
    lines = 0
  }

  @inline(__always)
  private func isSampled(_ status: Int) -> Bool {
    switch sampling {
    case .everything: return true
    case .nothing: return false
    case .one(let count):
      if status >= 500 { return true }
      untilSample -= 1
      if untilSample > 0 { return false }
      untilSample = count
      return true
    }
  }

  /// Adds one without a locked instruction: only the owner writes.
  @inline(__always)
  private static func increment(_ counter: borrowing Atomic<UInt64>) {
    counter.store(counter.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
  }
}
