internal import Bytes
internal import Glibc
internal import HTTP
internal import Routing

/// The wall clock for the `Date` field, printed once a second.
struct CachedDate {
  private var seconds: Int64 = -1

  /// Brings the context's clock up to date.
  mutating func refresh(_ context: RequestContext) {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME_COARSE, &time)
    let now = Int64(time.tv_sec)
    context.millisecondOfSecond = UInt16(time.tv_nsec / 1_000_000)
    guard now != seconds else { return }
    seconds = now
    context.nowSeconds = now
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 29) { buffer in
      var output = unsafe OutputSpan<UInt8>(buffer: buffer, initializedCount: 0)
      HTTPDate(seconds: now).print(into: &output)
      for index in 0..<29 { context.date[index] = output.span[index] }
      _ = unsafe output.finalize(for: buffer)
    }
  }
}
