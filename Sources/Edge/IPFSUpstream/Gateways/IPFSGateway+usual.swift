/// Public gateways, as of November 2026; none gives any promise.
///
/// Only such as answer a path with content: no redirect is followed, because whoever answers with
/// one would choose what this server asks for. `dweb.link` leads every path elsewhere, `ipfs.io`
/// every block.
extension IPFSGateway {
  /// The gateways that are asked where none are set.
  package static let usual: [IPFSGateway] = [
    blocks("https://trustless-gateway.link"),
    files("https://ipfs.io"),
    blocks("https://4everland.io"),
  ]

  private static func blocks(_ url: String) -> IPFSGateway {
    var gateway = known(url)
    gateway.servesFiles = false
    return gateway
  }

  private static func files(_ url: String) -> IPFSGateway {
    var gateway = known(url)
    gateway.servesBlocks = false
    return gateway
  }

  private static func known(_ url: String) -> IPFSGateway {
    guard let gateway = IPFSGateway(url) else { preconditionFailure("\(url) is no gateway") }
    return gateway
  }
}
