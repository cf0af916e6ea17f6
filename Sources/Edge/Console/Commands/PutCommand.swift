internal import HTTPClient
internal import Settings

/// `floe put FILE`.
struct PutCommand: Command {
  let name = "put"
  let summary = "Stores a file through a Floe or a Walrus publisher, and prints its id."
  let operand: Operand? = Operand("FILE", "The file; - means standard input.")
  let options = [
    CommandOption("--url", value: "URL", "The server to ask. [\(ServerURL.usual)]"),
    CommandOption(
      "--epochs", value: "N", "Epochs for which the network keeps it. [what the server chooses]"),
    AccessTokenFile.option, RequestSigner.option,
  ]
  let examples = [
    Example("floe put README.md", "Stores a file through the Floe on this machine."),
    Example("id=$(floe put --epochs 5 - < video.mp4)", "Keeps the id in a variable of the shell."),
  ]

  /// A publisher answers when the network has certified the blob.
  private static let answerLimit = Duration.seconds(300)

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let url = try ServerURL(invocation.option("--url") ?? ServerURL.usual)
    let epochs = try invocation.number("--epochs", default: nil, in: 1...Int.max)
    let terminal = invocation.terminal
    let content = try Content(invocation.operand, on: terminal)
    let meter = ProgressMeter(
      ProgressBar(label: content.name, unit: .bytes), total: content.count, on: terminal)
    let target = url.appending(["v1", "blobs"]) + (epochs.map { "?epochs=\($0)" } ?? "")
    var request = Self.request(target, content, meter)
    request.fields += try AccessTokenFile.fields(invocation)
    if let signer = try RequestSigner.given(invocation) {
      request.fields.append(
        try signer.field("PUT", target, digest: RequestSigner.digest(of: content)))
    }
    let answer: Result<CollectedResponse, UpstreamFailure>
    do throws(UpstreamFailure) {
      answer = .success(
        try await ClientLoop.collect(
          request, limit: ServerAnswer.bytesMax, invocation.surroundings.interruptions))
    } catch {
      answer = .failure(error)
    }
    meter.finish()
    let id = try Self.id(in: answer, content, url)
    try terminal.print("\(id)\n")
    terminal.complain("curl \(url.appending(["cdn", id]))")
  }

  private static func request(
    _ target: String, _ content: Content, _ meter: ProgressMeter
  ) -> UpstreamRequest {
    var request = UpstreamRequest(.put, url: target)
    request.fields = [UpstreamField("Content-Type", "application/octet-stream")]
    request.timeouts.firstByte = answerLimit
    unsafe request.body = UpstreamBody(count: content.count) { offset, buffer in
      let count = unsafe content.copy(from: offset, into: buffer)
      meter.advance(to: offset + count)
      return count
    }
    return request
  }

  private static func id(
    in answer: Result<CollectedResponse, UpstreamFailure>, _ content: Content, _ url: ServerURL
  ) throws(CommandFailure) -> String {
    let stored: CollectedResponse
    do throws(UpstreamFailure) {
      stored = try answer.get()
    } catch {
      throw .failed("\(content.name) was not stored: \(error.sentence(url))")
    }
    guard stored.head.status == 200 else {
      let answer = ServerAnswer(status: stored.head.status, body: stored.body)
      throw .failed("\(content.name) was not stored: \(answer.sentence)")
    }
    guard let id = StoredBlob.id(in: stored.body) else {
      throw .failed("\(url) answered something else than the id of a stored blob")
    }
    return CommandLineReader.shown(id)
  }
}
