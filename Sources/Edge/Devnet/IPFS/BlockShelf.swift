/// The blocks that the local gateways of IPFS have, and the files made of them, in a directory.
struct BlockShelf: Sendable {
  /// The bytes of a block where nothing else is asked for, as with the usual tools.
  static let chunkBytes = 256 * 1024

  private let directory: StoreDirectory

  init(path: String) throws(SystemCallError) {
    directory = try StoreDirectory(creating: path)
  }

  /// Adds bytes and gives the text of their CID.
  func add(
    _ bytes: [UInt8], form: BlockForm, chunkBytes: Int
  ) throws(SystemCallError) -> String {
    let cid: String
    switch form {
    case .node: cid = try keep(bytes, codec: CIDText.dagPB).text
    case .raw where bytes.count <= chunkBytes: cid = try keep(bytes, codec: CIDText.raw).text
    case .dagPB where bytes.count <= chunkBytes:
      cid = try keep(FileNode.single(bytes), codec: CIDText.dagPB).text
      try directory.write(bytes, as: "\(cid).file")
    case .raw, .dagPB:
      var children: [FileNode.Child] = []
      for start in stride(from: 0, to: bytes.count, by: chunkBytes) {
        let chunk = Array(bytes[start..<min(start + chunkBytes, bytes.count)])
        let kept = try keep(chunk, codec: CIDText.raw)
        children.append(FileNode.Child(cid: kept.bytes, byteCount: chunk.count))
      }
      cid = try keep(FileNode.root(children), codec: CIDText.dagPB).text
      try directory.write(bytes, as: "\(cid).file")
    }
    try directory.synchronize()
    return cid
  }

  /// The block of a CID; nil when it is not there.
  func block(_ cid: String) -> Response.Segment? { segment(cid, "block") }

  /// The file of a CID; nil when it is none.
  func file(_ cid: String) -> Response.Segment? {
    // Raw blocks are files as they are.
    cid.hasPrefix("bafkrei") ? block(cid) : segment(cid, "file")
  }

  private func segment(_ cid: String, _ ending: String) -> Response.Segment? {
    // Nothing else may become a part of a path.
    guard cid.utf8.allSatisfy({ (0x61...0x7a).contains($0) || (0x32...0x37).contains($0) }),
      let size = directory.size(of: "\(cid).\(ending)")
    else { return nil }
    return .file(path: directory.path(of: "\(cid).\(ending)"), range: 0..<size)
  }

  private func keep(
    _ block: [UInt8], codec: UInt8
  ) throws(SystemCallError) -> (bytes: [UInt8], text: String) {
    let bytes = CIDText.bytes(of: block, codec: codec)
    let text = CIDText.text(bytes)
    if directory.size(of: "\(text).block") != block.count {
      try directory.write(block, as: "\(text).block")
    }
    return (bytes, text)
  }
}
