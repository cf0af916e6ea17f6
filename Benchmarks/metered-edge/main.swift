// An edge with one loop and a local Walrus network, for the benchmark: open to anybody without a
// limit, or for one token with limits and metering. Usage: metered-edge open|token PORT FOLDER

import Capabilities
import ContentDelivery
import Devnet
import Gateway
import Glibc
import HTTPServer
import IPFSUpstream
import Metering
import Settings
import Telemetry
import WalrusUpstream

guard CommandLine.arguments.count == 4, let port = Int(CommandLine.arguments[2]),
  ["open", "token"].contains(CommandLine.arguments[1])
else {
  print("usage: metered-edge open|token PORT FOLDER")
  exit(2)
}
let needsToken = CommandLine.arguments[1] == "token"
let folder = CommandLine.arguments[3]
mkdir(folder, 0o755)

var network = LocalNetwork.Configuration(dataDirectory: "\(folder)/network")
network.shardCount = 10
network.latenciesMilliseconds = [0]
let walrus = try LocalNetwork(configuration: network)
try walrus.start()

var settings = try SettingsSources(
  environment: ["FLOE_ENVIRONMENT": "production"], presets: EnvironmentPresets.all
).load(GatewaySettings.self, validations: GatewaySettings.validations).settings
settings.server.host = "127.0.0.1"
settings.server.port = port
settings.server.loops = 1
settings.server.limits.connectionsMax = 20_000
settings.dataDirectory = folder
settings.devnet.isEnabled = true
settings.devnet.shards = 10
settings.walrus.aggregators = walrus.aggregatorURLs.compactMap { WalrusEndpoint($0) }
settings.walrus.publishers = [walrus.publisherURL].compactMap { WalrusEndpoint($0) }
settings.ipfs.isEnabled = false
settings.content.access = needsToken ? .token : .anybody
settings.limits.anonymousPerMinute = nil

var parts = EdgeParts()
if needsToken {
  parts.credentials = FixedToken()
  parts.admission = { TokenGuard(source: $0, meter: $1) }
}
let writer = LogWriter(descriptor: STDOUT_FILENO)
let edge = try await Edge.start(
  settings, writer: writer, logger: Logger(label: "metered-edge", handler: SilentLogHandler()),
  parts: parts)
print("listening on \(edge.port)")
while true { try await Task.sleep(for: .seconds(3600)) }
