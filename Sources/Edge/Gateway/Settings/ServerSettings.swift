internal import HTTP
package import HTTPServer
package import Lifecycle
package import Settings

/// Where the server listens and what bounds a connection.
package struct ServerSettings: SettingsSection {
  package static let section = "server"

  /// Where to listen, on how many loops, within which limits, and how long to take to stop.
  package var host: String
  package var port: Int
  package var loops: Int
  package var limits: ServerLimits
  package var drainTimeout: Duration
  package var stopTimeout: Duration
  package var poolThreads: Int
  package var poolQueueMax: Int
  /// Whether clients come by HTTPS alone.
  package var tlsIsInFront: Bool

  package init(reading reader: inout SettingsReader) {
    host = reader.value("host", default: "0.0.0.0", "Numeric address to listen on.")
    port = reader.value(
      "port", default: 4500, "Port to listen on; 0 lets the system choose.", range: 0...65535)
    loops = reader.value(
      "loops", default: 0, "Event loops, each with its own listener; 0 means one per processor.",
      range: 0...64)
    var limits = ServerLimits()
    limits.connectionsMax = reader.value(
      "connections_max", default: 1000, "Connections at once; more wait in the system's queue.",
      range: 1...1_000_000)
    limits.headTimeout = Self.milliseconds(
      reader.value(
        "head_timeout", default: Duration.seconds(10),
        "From a request's first byte to the end of its head."))
    limits.idleTimeout = Self.milliseconds(
      reader.value(
        "keep_alive_timeout", default: Duration.seconds(30),
        "How long a connection may rest between requests."))
    limits.bodyStallTimeout = Self.milliseconds(
      reader.value(
        "body_stall_timeout", default: Duration.seconds(30),
        "How long a request body may stand still."))
    limits.writeStallTimeout = Self.milliseconds(
      reader.value(
        "write_stall_timeout", default: Duration.seconds(30),
        "How long a client may take nothing of a response."))
    limits.request = RequestLimits(
      targetBytesMax: reader.value(
        "target_bytes_max", default: 2048, "Bytes of a request target; past it 414.",
        range: 64...16384),
      headBytesMax: reader.value(
        "head_bytes_max", default: 8192, "Bytes of a request head; past it 431.",
        range: 256...32768),
      fieldCountMax: reader.value(
        "field_count_max", default: 100, "Fields of a request head; past it 431.", range: 1...100))
    limits.pipelinedRequestsMax = reader.value(
      "pipelined_requests_max", default: 16, "Requests answered before the output is written.",
      range: 1...64)
    self.limits = limits
    drainTimeout = reader.value(
      "drain_timeout", default: Duration.seconds(10),
      "How long requests in hand may take to finish when the server stops.")
    stopTimeout = reader.value(
      "stop_timeout", default: Duration.seconds(15), "How long the whole stop may take.")
    poolThreads = reader.value(
      "pool_threads", default: 0,
      "Threads for work that blocks or burns a processor; 0 means one per processor.",
      range: 0...256)
    poolQueueMax = reader.value(
      "pool_queue_max", default: 256, "Pieces of such work that may wait; past it 503.",
      range: 1...65536)
    tlsIsInFront = reader.value(
      "tls_in_front", default: false,
      "Whether TLS ends in front of the server, so that clients come by HTTPS alone; every answer "
        + "then says so (Strict-Transport-Security).")
  }

  /// How long each phase of the stop may take.
  package var shutdownLimits: ShutdownLimits {
    var limits = ShutdownLimits()
    limits.settle = .zero
    limits.drain = drainTimeout
    return limits
  }

  static func milliseconds(_ duration: Duration) -> UInt64 {
    let (seconds, attoseconds) = duration.components
    return UInt64(max(0, seconds)) * 1000 + UInt64(max(0, attoseconds / 1_000_000_000_000_000))
  }
}
