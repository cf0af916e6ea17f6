internal import Gateway
internal import Glibc
internal import TLS
internal import Transport
internal import WalrusUpstream

/// Says in a sentence why the server did not start, and what to do.
enum StartAdvice {
  /// Whether the port can be had: two servers may share one by `SO_REUSEPORT`, and would both
  /// believe that they serve it. Whoever takes over from another wants just that.
  static func check(_ settings: ServerSettings) throws(CommandFailure) {
    if settings.takesOver { return }
    do {
      let address = try SocketAddress(host: settings.host, port: UInt16(settings.port))
      close(try Listener.open(address, backlog: 1, sharesPort: false))
    } catch {
      throw .failed(sentence(for: error, settings))
    }
  }

  /// The sentence for what was thrown.
  static func sentence(for error: any Error, _ settings: ServerSettings) -> String {
    switch error {
    case let failure as Listener.OpenFailure: sentence(for: failure.error, settings) ?? "\(failure)"
    case let failure as TLSFailure: "\(failure); see shared_state.authorities_file"
    case let malformed as EndpointLists.Malformed: "\(malformed)"
    case is SocketAddress.Malformed:
      "\(settings.host) is no numeric address such as 127.0.0.1 or ::; set --host"
    default: "floe serve could not start: \(error)"
    }
  }

  private static func sentence(for number: Int32, _ settings: ServerSettings) -> String? {
    switch number {
    case EADDRINUSE:
      "port \(settings.port) is in use by another process; end that one, choose a port with "
        + "--port (0 lets the system choose), or take over from a Floe with --server-takes-over"
    case EACCES:
      "port \(settings.port) needs more rights than this user has; choose one from 1024 up "
        + "with --port"
    case EADDRNOTAVAIL:
      "this machine has no address \(settings.host); choose another one with --host"
    default: nil
    }
  }
}
