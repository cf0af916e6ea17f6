package import Bytes
package import Forwarding
package import HTTP

/// Everything that bounds a connection; times are in milliseconds.
package struct ServerLimits: Sendable {
  package var request = RequestLimits()
  /// Connections of the whole server at once.
  package var connectionsMax = 1000
  /// Connections of one address at once, of IPv6 of one network of 64 bits.
  package var connectionsPerAddressMax = 20
  /// Addresses that may have any number of connections; trusted proxies may anyhow.
  package var exemptAddresses = AddressBlocks()
  /// Connections that may wait for a place when there is none.
  package var connectionQueueMax = 512
  /// How long they wait.
  package var connectionQueueTimeout: UInt64 = 2_000
  /// How old a connection becomes; an hour at most.
  package var connectionAgeMax: UInt64 = 300_000
  /// How long a connection of that age may still rest: a client that goes on asking learns from a
  /// response that it is the last, and loses no request.
  package var agedIdleTimeout: UInt64 = 2_000
  /// Whether a connection begins with a PROXY header, which only trusted proxies may send.
  package var expectsProxyHeader = false
  /// Whose word about a client's address is taken.
  package var trustedProxies = AddressBlocks()
  /// Where the requests of trusted proxies say who their client is.
  package var forwardedFields = ForwardedFields.either
  /// From a request's first byte to the end of its head.
  package var headTimeout: UInt64 = 10_000
  /// Between requests of one connection.
  package var idleTimeout: UInt64 = 30_000
  /// Without a byte of a request body.
  package var bodyStallTimeout: UInt64 = 30_000
  /// Without a byte of a response taken by the client.
  package var writeStallTimeout: UInt64 = 30_000
  /// Bytes a second of a request body, at least, once `rateGrace` has passed.
  package var bodyRateMin = 500
  /// Bytes a second of a response that a client takes, at least, once `rateGrace` has passed
  /// six times.
  package var readRateMin = 1024
  /// How long a slow start is forgiven.
  package var rateGrace: UInt64 = 10_000
  /// What a client that sends a body has to keep up.
  var bodyRate: MinimumRate { MinimumRate(bytesPerSecond: bodyRateMin, grace: rateGrace) }

  /// What a client that takes a response has to keep up.
  var readRate: MinimumRate { MinimumRate(bytesPerSecond: readRateMin, grace: rateGrace * 6) }

  /// For a client to notice that the connection is over (RFC 9112 §9.6).
  package var lingerTimeout: UInt64 = 2_000
  /// How long a connection at rest may still bring a request when the server stops; it is answered
  /// as the last one. With 0 connections at rest end at once.
  package var drainIdleTimeout: UInt64 = 0
  /// Pipelined bytes that wait behind the request in hand.
  package var pipelinedBytesMax = 10 * 1024
  /// Requests answered before the output is written out.
  package var pipelinedRequestsMax = 16
  /// An unwanted request body that is read and dropped to keep the connection.
  package var discardedBodyMax = 64 * 1024

  /// The defaults.
  package init() {}
}
