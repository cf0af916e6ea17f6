internal import Bytes
internal import Forwarding
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
  package var takesOver: Bool
  package var loops: Int
  package var limits: ServerLimits
  package var slowRequestThreshold: Duration
  package var drainTimeout: Duration
  package var stopNotice: Duration
  package var stopTimeout: Duration
  package var poolThreads: Int
  package var poolQueueMax: Int
  /// Whether clients come by HTTPS alone.
  package var tlsIsInFront: Bool

  package init(reading reader: inout SettingsReader) {
    host = reader.value("host", default: "0.0.0.0", "Numeric address to listen on.")
    port = reader.value(
      "port", default: 4500, "Port to listen on; 0 lets the system choose.", range: 0...65535)
    takesOver = reader.value(
      "takes_over", default: false,
      "Whether another Floe may have the port still: this one shares it until that one is stopped.")
    loops = reader.value(
      "loops", default: 0, "Event loops, each with its own listener; 0 means one per processor.",
      range: 0...64)
    var limits = ServerLimits()
    Self.readConnections(&reader, into: &limits)
    Self.readClients(&reader, into: &limits)
    Self.readRequests(&reader, into: &limits)
    self.limits = limits
    slowRequestThreshold = reader.value(
      "slow_request_threshold", default: Duration.seconds(5),
      "A request whose response begins later than this is counted and logged as slow; 0s turns it "
        + "off.", range: .zero...(.seconds(3600)))
    stopNotice = reader.value(
      "stop_notice", default: Duration.zero,
      "How long `/health/ready` answers 503 before a server that stops takes no more connections, "
        + "so that a balancer sends it none.", range: .zero...(.seconds(300)))
    drainTimeout = reader.value(
      "drain_timeout", default: Duration.seconds(10),
      "How long requests in hand may take to finish when the server stops.")
    self.limits.drainIdleTimeout = Self.milliseconds(
      reader.value(
        "drain_idle_timeout", default: Duration.seconds(1),
        "How long a connection at rest may still bring a last request when the server stops.",
        range: .zero...(.seconds(60))))
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

  /// How many connections there may be, and how long each.
  private static func readConnections(
    _ reader: inout SettingsReader, into limits: inout ServerLimits
  ) {
    limits.connectionsMax = reader.value(
      "connections_max", default: 1000, "Connections at once; more wait for a place.",
      reloadable: true, range: 1...1_000_000)
    limits.connectionsPerAddressMax = reader.value(
      "connections_per_address_max", default: 20,
      "Connections at once of one address, of IPv6 of one network of 64 bits; past it 429.",
      reloadable: true, range: 1...1_000_000)
    limits.exemptAddresses = AddressBlocks(
      reader.value(
        "connections_exempt", default: Self.loopback,
        "Addresses (CIDR) that may have any number, as trusted proxies may; nobody can come from "
          + "loopback but this machine.",
        form: Self.blocksForm
      ) { $0.count <= AddressBlocks.countMax })
    limits.connectionQueueMax = reader.value(
      "connection_queue_max", default: 512,
      "Connections that may wait for a place when all are taken; past it 503.", range: 0...65536)
    limits.connectionQueueTimeout = Self.milliseconds(
      reader.value(
        "connection_queue_timeout", default: Duration.seconds(2),
        "How long a connection waits for a place; past it 503.",
        range: .milliseconds(1)...(.seconds(60))))
    limits.connectionAgeMax = Self.milliseconds(
      reader.value(
        "connection_age_max", default: Duration.seconds(300),
        "How old a connection becomes; its next response is then its last.",
        range: .seconds(1)...(.seconds(3600))))
    limits.idleTimeout = Self.milliseconds(
      reader.value(
        "keep_alive_timeout", default: Duration.seconds(30),
        "How long a connection may rest between requests."))
  }

  /// Who the clients are.
  private static func readClients(
    _ reader: inout SettingsReader, into limits: inout ServerLimits
  ) {
    limits.trustedProxies = AddressBlocks(
      reader.value(
        "trusted_proxies", default: [AddressBlock](),
        "Proxies (CIDR) whose word about a client's address is taken, such as 10.0.0.0/8,::1.",
        form: Self.blocksForm
      ) { $0.count <= AddressBlocks.countMax })
    limits.forwardedFields = reader.value(
      "forwarded_fields", default: ForwardedFields.either,
      "Where trusted proxies name the client: forwarded, x-forwarded-for, either (both only when "
        + "they agree), or ignored.")
    limits.expectsProxyHeader = reader.value(
      "proxy_protocol", default: false,
      "Whether connections begin with a PROXY header, version 1 or 2; trusted proxies alone may "
        + "connect then.")
  }

  private static let loopback = ["127.0.0.0/8", "::1"].compactMap { AddressBlock($0) }
  private static let blocksForm =
    "\([AddressBlock].settingForm), at most \(AddressBlocks.countMax)"

  /// What bounds a request.
  private static func readRequests(
    _ reader: inout SettingsReader, into limits: inout ServerLimits
  ) {
    limits.headTimeout = Self.milliseconds(
      reader.value(
        "head_timeout", default: Duration.seconds(10),
        "From a request's first byte to the end of its head."))
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
  }

  /// What is wrong with the settings together.
  static let validations: [SettingsValidation<GatewaySettings>] = [
    SettingsValidation(["server.proxy_protocol", "server.trusted_proxies"]) { settings in
      let limits = settings.server.limits
      return !limits.expectsProxyHeader || !limits.trustedProxies.isEmpty
        ? nil : "nobody could connect: PROXY headers are expected, and no proxy is trusted"
    }
  ]

  /// How long each phase of the stop may take.
  package var shutdownLimits: ShutdownLimits {
    var limits = ShutdownLimits()
    limits.settle = stopNotice
    limits.drain = drainTimeout
    return limits
  }

  static func milliseconds(_ duration: Duration) -> UInt64 {
    let (seconds, attoseconds) = duration.components
    return UInt64(max(0, seconds)) * 1000 + UInt64(max(0, attoseconds / 1_000_000_000_000_000))
  }
}
