/// A gateway of IPFS: single blocks that a client can prove, and files put together for it.
struct TrustlessGateway: Sendable {
  let shelf: BlockShelf

  /// Answers any request; what stands around the daemon is outside.
  func answer(_ exchange: Exchange, faults: Faults, plan: FaultPlan) -> Response {
    let path = exchange.target.segments
    guard path.count == 2, path[0] == "ipfs", !path[1].isEmpty else {
      return .text(404, "404 page not found\n")
    }
    guard ["GET", "HEAD"].contains(exchange.head.method) else {
      return .empty(405, [("allow", "GET, HEAD")])
    }
    let cid = path[1]
    if faults.blockedIDs.contains(cid) {
      return .text(451, "/ipfs/\(cid) is blocked and cannot be provided\n")
    }
    guard let block = shelf.block(cid), !plan.hides(exchange.head.target) else {
      return .text(404, "failed to load root node: ipld: could not find \(cid)\n")
    }
    var response = wantsBlock(exchange) ? Self.block(block, cid) : file(cid)
    if let range = exchange.head["range"] { response.cut(to: range) }
    return response
  }

  private func wantsBlock(_ exchange: Exchange) -> Bool {
    let format = exchange.target.parameters.first { $0.name == "format" }?.value
    return format.map { $0 == "raw" } ?? (exchange.head["accept"] == "application/vnd.ipld.raw")
  }

  private static func block(_ block: Response.Segment, _ cid: String) -> Response {
    Response(
      status: 200,
      fields: [
        ("content-type", "application/vnd.ipld.raw"),
        ("content-disposition", "attachment; filename=\"\(cid).bin\""),
        ("x-content-type-options", "nosniff"), ("etag", "\"\(cid).raw\""),
        ("accept-ranges", "bytes"), ("cache-control", "public, max-age=29030400, immutable"),
      ], body: [block])
  }

  private func file(_ cid: String) -> Response {
    guard let content = shelf.file(cid) else {
      // What is no file is shown as a page: the gateway's own, not what the CID names.
      return .html(200, "<html><title>/ipfs/\(cid)</title><h1>Index of /ipfs/\(cid)</h1></html>\n")
    }
    return Response(
      status: 200,
      fields: [
        ("content-type", "application/octet-stream"), ("etag", "\"\(cid)\""),
        ("x-ipfs-path", "/ipfs/\(cid)"), ("x-ipfs-roots", cid), ("accept-ranges", "bytes"),
        ("cache-control", "public, max-age=29030400, immutable"),
      ], body: [content])
  }
}
