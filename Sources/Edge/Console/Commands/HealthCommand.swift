internal import Gateway
internal import HTTPClient
internal import Settings

/// `floe health`, for containers and scripts.
struct HealthCommand: Command {
  let name = "health"
  let summary = "Asks a running server whether it welcomes requests; ends with 1 when it does not."
  let options = [
    CommandOption(
      "--url", value: "URL",
      "The server to ask. [the port of the settings, on this machine]")
  ]
  let examples = [
    Example("floe health || echo down", "What a container's health check runs.")
  ]
  let listsSettings = false
  var settingKeys: [SettingKey] { Invocation.allKeys }

  /// The most of the server's answer that is read, in bytes.
  private static let answerBytesMax = 4096

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let url: ServerURL
    if let given = invocation.option("--url") {
      url = try ServerURL(given)
    } else {
      let server = try invocation.settings().settings.server
      url = try ServerURL(Welcome.url(host: server.host, port: UInt16(server.port)))
    }
    var request = UpstreamRequest(.get, url: url.appending(["health", "ready"]))
    request.timeouts = UpstreamTimeouts(connect: .seconds(2), deadline: .seconds(4))
    let response: CollectedResponse
    do throws(UpstreamFailure) {
      response = try await ClientLoop.collect(
        request, limit: Self.answerBytesMax, invocation.surroundings.interruptions)
    } catch {
      throw .failed("the server is not well: \(error.sentence(url))")
    }
    guard response.head.status == 200 else {
      throw .failed("the server does not welcome requests: it answered \(response.head.status)")
    }
    try invocation.terminal.print("ready\n")
  }
}
