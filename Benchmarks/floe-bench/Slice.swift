/// One measurement of one server at one size.
struct Slice {
  let requests: Int
  let requestsPerSecond: Double
  let p50: Double
  let p99: Double

  /// Processor time over all the server's processes, in seconds.
  let userSeconds: Double
  let systemSeconds: Double

  /// Processor time for one request, in microseconds.
  var microsecondsPerRequest: Double {
    (userSeconds + systemSeconds) * 1_000_000 / Double(max(requests, 1))
  }

  /// The part of it outside the kernel, in microseconds.
  var userMicrosecondsPerRequest: Double {
    userSeconds * 1_000_000 / Double(max(requests, 1))
  }
}
