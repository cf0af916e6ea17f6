internal import Glibc
internal import Routing

extension RequestContext {
  /// Sets the wall clock to the system's, as of its last tick: a few milliseconds at most.
  func refreshTime() {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME_COARSE, &time)
    setTime(seconds: Int64(time.tv_sec), millisecond: UInt16(time.tv_nsec / 1_000_000))
  }
}
