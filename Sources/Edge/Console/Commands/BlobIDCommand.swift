internal import EventLoops
internal import Settings
internal import WalrusIdentity

/// `floe blob-id FILE`.
struct BlobIDCommand: Command {
  let name = "blob-id"
  let summary = "Computes the Walrus blob id of a file, without any network."
  let operand: Operand? = Operand("FILE", "The file; - means standard input.")
  let options = [
    CommandOption(
      "--shards", value: "N",
      "Shards of the network: the public ones have 1000, a small local one fewer. [1000]")
  ]
  let examples = [
    Example("floe blob-id README.md", "The id that every public Walrus network gives to it."),
    Example("tar c photos | floe blob-id -", "The id of what comes in through a pipe."),
  ]

  func run(_ invocation: Invocation) async throws(CommandFailure) {
    let shards = try invocation.number("--shards", default: 1000, in: BlobEncoding.shardCounts)
    let content = try Content(invocation.operand, on: invocation.terminal)
    let id: BlobID
    do throws(BlobEncodingError) {
      let encoding = try BlobEncoding(shardCount: shards ?? 1000)
      id = try await Self.identify(content, encoding, on: invocation.terminal)
    } catch {
      throw .failed("\(content.name): \(error)")
    }
    try invocation.terminal.print("\(id)\n")
  }

  /// Works on a thread of its own, because it keeps a processor busy for long.
  private static func identify(
    _ content: Content, _ encoding: BlobEncoding, on terminal: Terminal
  ) async throws(BlobEncodingError) -> BlobID {
    let steps = 10_000
    let meter = ProgressMeter(
      ProgressBar(label: content.name, unit: .steps), total: steps, on: terminal)
    defer { meter.finish() }
    let pool = BlockingPool(threadsMax: 1, queueMax: 1)
    defer { pool.stop() }
    let result = try? await pool.run { () -> Result<BlobID?, BlobEncodingError> in
      do throws(BlobEncodingError) {
        let found = try content.withBytes { bytes throws(BlobEncodingError) in
          try encoding.identify(bytes) { share in
            meter.advance(to: Int(share * Double(steps)))
            return true
          }
        }
        return .success(found?.blobID)
      } catch {
        return .failure(error)
      }
    }
    guard let id = try result?.get() else { throw .cancelled }
    return id
  }
}
