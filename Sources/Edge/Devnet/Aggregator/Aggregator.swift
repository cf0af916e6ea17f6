import WalrusIdentity

/// The reading side of the daemon, quirks included.
struct Aggregator: Sendable {
  let store: BlobStore
  let encoding: BlobEncoding

  /// Whether every tag of a quilt patch becomes a field, not only the allowed ones.
  let passesAllTags: Bool

  /// Answers any request; the CORS layer is outside.
  func answer(_ exchange: Exchange, faults: Faults, plan: FaultPlan) -> Response {
    let read = Read(exchange: exchange, faults: faults, plan: plan)
    switch exchange.target.segments {
    case ["status"]: return only(["GET", "HEAD"], exchange) { .text(200, "OK") }
    case ["v1", "api"]: return only(["GET", "HEAD"], exchange) { APIPage.aggregator }
    case ["v1alpha", "blobs", "concat"]:
      return only(["GET", "HEAD", "POST"], exchange) { concat(read) }
    case let path where path.count >= 3 && !path.contains(""):
      guard let handler = handler(path) else { return .empty(404) }
      return only(["GET", "HEAD"], exchange) { handler(read) }
    default: return .empty(404)
    }
  }

  private func handler(_ path: [String]) -> ((Read) -> Response)? {
    switch (path[0], path[1], path.count) {
    case ("v1", "blobs", 4) where path[2] == "by-object-id":
      return { read in objectRead(path[3], read) }
    case ("v1", "blobs", 4) where path[2] == "by-quilt-patch-id":
      return { read in patchRead(path[3], read) }
    case ("v1", "blobs", 5) where path[2] == "by-quilt-id":
      return { read in patchRead(quilt: path[3], identifier: path[4], read) }
    case ("v1", "blobs", 3): return { read in blobRead(path[2], read) }
    case ("v1", "blobs", 4) where path[3] == "byte-range":
      return { read in byteRangeRead(path[2], read) }
    case ("v1", "quilts", 4) where path[3] == "patches":
      return { read in patchList(path[2], read) }
    case ("v1alpha", "blobs", 4) where path[3] == "stream":
      return { read in stream(path[2], read) }
    default: return nil
    }
  }

  private func only(
    _ methods: [String], _ exchange: Exchange, _ handler: () -> Response
  ) -> Response {
    guard methods.contains(exchange.head.method) else {
      return .empty(405, [("allow", methods.joined(separator: ","))])
    }
    return handler()
  }
}
