internal import HTTPClient
internal import Settings
internal import WalrusUpstream

/// `floe endpoints` and `floe endpoints refresh FILE`.
struct EndpointsCommand: Command {
  let name = "endpoints"
  let summary =
    "Lists the aggregators and publishers of a running server, or makes a new list of them."
  let operand: Operand? = Operand(
    "ACTION",
    "list, which is the usual, shows how the server's endpoints do; refresh makes a list for the "
      + "setting walrus.endpoints_file out of the operators' own.", isRequired: false)
  let furtherOperands = [
    Operand(
      "FILE",
      "For refresh: the list of operators as published (operators.json); - means standard input.",
      isRequired: false)
  ]
  let options = [
    CommandOption("--url", value: "URL", "For list: the server to ask. [\(ServerURL.usual)]"),
    CommandOption("--json", "For list: prints what the server says, for programs."),
    CommandOption(
      "--output", short: "-o", value: "FILE", "For refresh: where to put it. [standard output]"),
    AccessTokenFile.option, RequestSigner.option,
  ]
  let examples = [
    Example("floe endpoints", "Shows who is asked and who is left alone."),
    Example(
      "curl -s https://docs.wal.app/operators.json | floe endpoints refresh - -o endpoints.json",
      "Makes a list of today's operators."),
    Example(
      "floe serve --walrus-endpoints-file endpoints.json",
      "Uses that list in the place of the shipped one."),
  ]

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    switch invocation.operand {
    case "", "list":
      guard invocation.furtherOperand == nil else {
        throw .misused("floe endpoints list takes no FILE")
      }
      try await list(invocation)
    case "refresh": try refresh(invocation)
    default:
      let word = CommandLineReader.shown(invocation.operand)
      throw .misused("floe endpoints can list or refresh, not \(word)")
    }
  }

  // MARK: List

  /// The most of the server's answer that is read, in bytes.
  private static let answerBytesMax = 8 << 20

  private func list(_ invocation: Invocation) async throws(CommandFailure) {
    let url = try ServerURL(invocation.option("--url") ?? ServerURL.usual)
    var request = UpstreamRequest(.get, url: url.appending(["api", "endpoints"]))
    request.fields += try AccessTokenFile.fields(invocation)
    if let signer = try RequestSigner.given(invocation) {
      request.fields.append(
        try signer.field("GET", request.url, digest: RequestSigner.digest(of: nil)))
    }
    let response: CollectedResponse
    do throws(UpstreamFailure) {
      response = try await ClientLoop.collect(
        request, limit: Self.answerBytesMax, invocation.surroundings.interruptions)
    } catch {
      throw .failed("the endpoints cannot be listed: \(error.sentence(url))")
    }
    guard response.head.status == 200 else {
      let answer = ServerAnswer(status: response.head.status, body: response.body)
      throw .failed("the endpoints cannot be listed: \(answer.sentence)")
    }
    if invocation.has("--json") {
      return try invocation.terminal.print(String(decoding: response.body, as: UTF8.self))
    }
    guard let listed = ListedEndpoint.all(in: response.body) else {
      throw .failed("\(url) answered something else than a list of endpoints")
    }
    try invocation.terminal.print(ListedEndpoint.table(listed))
  }

  // MARK: Refresh

  private func refresh(_ invocation: Invocation) throws(CommandFailure) {
    guard let file = invocation.furtherOperand else {
      throw .misused("floe endpoints refresh needs a FILE")
    }
    let content = try Content(file, on: invocation.terminal)
    guard content.count <= EndpointLists.fileBytesMax else {
      throw .failed("\(content.name) is larger than \(EndpointLists.fileBytesMax) bytes")
    }
    let bytes = content.withBytes { unsafe $0.withUnsafeBytes { unsafe Array($0) } }
    guard let bytes else { throw .failed("\(content.name) cannot be read") }
    let lists: EndpointLists
    do throws(EndpointLists.Malformed) {
      lists = try EndpointLists(operators: bytes)
    } catch {
      throw .failed("\(content.name) \(error)")
    }
    let terminal = invocation.terminal
    if let output = invocation.option("--output") {
      let target = try DownloadTarget.file(output)
      let error = Terminal.write(Array(lists.json.utf8), to: target.descriptor)
      guard error == 0 else {
        target.discard()
        throw DownloadTarget.unwritable(target.name, error)
      }
      try target.commit()
    } else {
      try terminal.print(lists.json)
    }
    for network in WalrusNetwork.allCases {
      guard let hosts = lists.hosts[network] else { continue }
      terminal.complain(
        "\(network.rawValue): \(hosts.aggregators.count) aggregators, "
          + "\(hosts.publishers.count) publishers")
    }
  }
}
