internal import EventLoops
internal import RESP
internal import Resilience
internal import SharedState
internal import TLS
internal import Transport

/// What every connection of a store needs.
struct RedisServices: Sendable {
  let address: RedisAddress
  let limits: RedisLimits
  let pool: BlockingPool
  /// Present when the address asks for TLS.
  let tls: TLSClientContext?
  let clientName: String
  let tally: RedisTally
  let now: @Sendable () -> SharedTime
  let observe: @Sendable (RedisEvent) -> Void

  /// What a new connection says first.
  var handshake: RESPHandshake {
    RESPHandshake(
      username: address.username, password: address.password, clientName: clientName,
      database: address.database)
  }

  /// What carries bytes to a server: the socket itself, or TLS with a proof of the server's name.
  func transport(
    to target: DialTarget, _ descriptor: Int32
  ) -> Result<any ByteTransport, ClientStreamFailure> {
    guard let tls, case .host(let host, _) = target else {
      return .success(SocketTransport(descriptor: descriptor))
    }
    do throws(TLSFailure) {
      return .success(try TLSTransport(tls, host: host, descriptor: descriptor))
    } catch {
      return .failure(.handshake(error.description))
    }
  }
}
