internal import EventLoops
internal import HTTPClient
internal import Settings
internal import WalrusIdentity

/// `floe get ID`.
struct GetCommand: Command {
  let name = "get"
  let summary = "Fetches content by its id from a Floe or a Walrus aggregator."
  let operand: Operand? = Operand(
    "ID", "A blob id, a quilt patch id, QUILT/NAME, an object id (0x…) or a CID of IPFS.")
  let options = [
    CommandOption("--url", value: "URL", "The server to ask. [\(ServerURL.usual)]"),
    CommandOption(
      "--output", short: "-o", value: "FILE",
      "Where to put it; the file appears when all of it has arrived. [standard output]"),
    CommandOption("--aggregator", "The server is a Walrus aggregator, which has other paths."),
    AccessTokenFile.option, RequestSigner.option,
  ]
  let examples = [
    Example(
      "floe get 9k95lgtG9iPU8yk_wYz8m8CUY1snveemF8ypfpBLUUg -o greeting.txt",
      "Writes a file that is whole or not there."),
    Example("floe get QUILT/notes.txt | less", "Reads one file of a quilt."),
  ]

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let url = try ServerURL(invocation.option("--url") ?? ServerURL.usual)
    let path = try Self.path(
      of: invocation.operand, onAggregator: invocation.has("--aggregator"))
    let id = CommandLineReader.shown(invocation.operand)
    let terminal = invocation.terminal
    let target =
      switch invocation.option("--output") {
      case let file?: try DownloadTarget.file(file)
      case nil: DownloadTarget.stream(terminal.output)
      }
    // A bar in the middle of the content would help nobody.
    let isMixed = invocation.option("--output") == nil && terminal.isOutputWatched
    let meter = ProgressMeter(
      ProgressBar(label: id, unit: .bytes), total: nil, on: isMixed ? terminal.quiet : terminal)
    var request = Self.request(url.appending(path))
    request.fields += try AccessTokenFile.fields(invocation)
    if let signer = try RequestSigner.given(invocation) {
      request.fields.append(
        try signer.field("GET", request.url, digest: RequestSigner.digest(of: nil)))
    }
    let reading = request
    let outcome = await ClientLoop.run(invocation.surroundings.interruptions) { client in
      let pool = BlockingPool(threadsMax: 1, queueMax: 1)
      defer { pool.stop() }
      let download = Download(
        loop: client.loop, pool: pool, descriptor: target.descriptor, meter: meter)
      return await download.run(reading, with: client)
    }
    meter.finish()
    try Self.finish(outcome, target, id: id, url)
  }

  /// The path segments under which a server has the content.
  static func path(of id: String, onAggregator: Bool) throws(CommandFailure) -> [String] {
    let parts = id.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard !parts.contains(where: { ["", ".", ".."].contains($0) }) else {
      throw .misused("\"\(CommandLineReader.shown(id))\" is no id")
    }
    guard onAggregator else { return ["cdn"] + parts }
    if parts.count > 1 { return ["v1", "blobs", "by-quilt-id"] + parts }
    if id.hasPrefix("0x") { return ["v1", "blobs", "by-object-id", id] }
    if id.utf8.count == QuiltPatchID.textLength { return ["v1", "blobs", "by-quilt-patch-id", id] }
    return ["v1", "blobs", id]
  }

  private static func request(_ url: String) -> UpstreamRequest {
    var request = UpstreamRequest(.get, url: url)
    // Content that is cold may come from far away.
    request.timeouts.firstByte = .seconds(60)
    request.timeouts.stall = .seconds(30)
    return request
  }

  private static func finish(
    _ outcome: DownloadOutcome, _ target: DownloadTarget, id: String, _ url: ServerURL
  ) throws(CommandFailure) {
    let reason: String
    switch outcome {
    case .complete: return try target.commit()
    case .unwritable(let error):
      target.discard()
      throw DownloadTarget.unwritable(target.name, error)
    case .refused(let answer): reason = answer.sentence
    case .failed(let failure): reason = failure.sentence(url)
    case .endless: reason = "\(url) does not say how long it is, so a cut could not be noticed"
    }
    target.discard()
    throw .failed("\(id) was not fetched: \(reason)")
  }
}
