internal import Capabilities
internal import ContentDelivery
internal import Gateway
internal import WalrusIdentity
internal import WalrusUpstream

/// What a server says when it is ready: lines to paste into a shell.
struct Welcome: Sendable {
  let settings: GatewaySettings
  let port: UInt16
  /// How this program was called, so that it can be called again.
  let program: String
  /// Where the local network is controlled, when there is one.
  let controlURL: String?

  /// The server's address as a client on this machine writes it.
  var url: String { Self.url(host: settings.server.host, port: port) }

  /// The address of a server that listens there, for a client on the same machine.
  static func url(host: String, port: UInt16) -> String {
    switch host {
    case "0.0.0.0", "::": "http://127.0.0.1:\(port)"
    case let host where host.contains(":"): "http://[\(host)]:\(port)"
    case let host: "http://\(host):\(port)"
    }
  }

  /// The text, with an empty line around the lines to paste.
  var text: String {
    var lines = ["Floe \(Edge.version) serves on \(url); Ctrl-C stops it."]
    if let controlURL {
      lines.append("A local Walrus network runs with it; GET \(controlURL) explains its faults.")
    }
    lines += [""] + commands.map { "  " + $0 } + [""]
    return lines.joined(separator: "\n") + "\n"
  }

  private var commands: [String] {
    let reader = Self.curl(settings.content.access)
    let operations = "\(Self.curl(settings.operations.access)) \(url)/metrics"
    guard settings.devnet.isEnabled || !settings.walrus.publishersInForce.isEmpty else {
      return ["\(reader) \(url)/cdn/BLOB_ID", operations]
    }
    let shards = settings.encoding.shardCount
    let option = shards == 1000 ? "" : " --shards \(shards)"
    return [
      "\(reader) -X PUT --data-binary @README.md \(url)/v1/blobs",
      "\(reader) \(url)/cdn/$(\(program) blob-id README.md\(option))",
      operations,
    ]
  }

  /// The command for who may call; a token of `floe token create` goes where it is needed.
  private static func curl(_ access: AreaAccess) -> String {
    access == .anybody ? "curl" : "curl -H \"X-API-Key: $TOKEN\""
  }
}
