package import Resilience

/// What bounds a store on Redis.
package struct RedisLimits: Sendable {
  /// How long a command may take from call to reply.
  package var commandTimeout = Duration.milliseconds(250)
  /// How long a connection may take to stand: name, socket, TLS and handshake.
  package var connectTimeout = Duration.seconds(2)
  /// How long a connection may be silent before it is asked whether it lives; it has as long to answer.
  package var pingInterval = Duration.seconds(2)
  /// Commands of one loop that may be under way at once.
  package var pendingMax = 4096
  /// Subscriptions at once; not more than commands under way, since all are made again together.
  package var subscriptionsMax = 4096
  /// Events that may wait for one subscriber.
  package var waitingEventsMax = 1024
  /// How long to wait before connecting again.
  package var backoff = Backoff(first: .milliseconds(50), longest: .seconds(5))
  /// When a server that connects but does not answer is left alone.
  package var breaker = CircuitBreaker.Limits()

  /// The usual limits.
  package init() {
    breaker.recovery = .seconds(1)
    breaker.successes = 1
  }
}
