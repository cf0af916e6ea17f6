extension Response {
  /// Turns a whole answer into the part that a single range asks for (RFC 9110 §14.1.2), or
  /// into 416; several ranges and other units leave it whole.
  mutating func cut(to range: String) {
    let size = length
    let unit = "bytes="
    guard range.hasPrefix(unit), !range.contains(",") else { return }
    let ends = range.dropFirst(unit.count).split(
      separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2 else { return }
    let bytes: Range<Int>
    switch (Int(ends[0]), Int(ends[1])) {
    case (let first?, let last?):
      guard first <= last else { return }
      bytes = min(first, size)..<min(last + 1, size)
    case (let first?, nil) where ends[1].isEmpty: bytes = min(first, size)..<size
    case (nil, let count?) where ends[0].isEmpty: bytes = max(0, size - count)..<size
    default: return
    }
    guard !bytes.isEmpty else {
      status = 416
      self["content-range"] = "bytes */\(size)"
      body = []
      return
    }
    status = 206
    self["content-range"] = "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(size)"
    keep(bytes)
  }

  private mutating func keep(_ bytes: Range<Int>) {
    var offset = 0
    body = body.compactMap { segment in
      let part = bytes.clamped(to: offset..<offset + segment.count)
      let start = part.lowerBound - offset
      defer { offset += segment.count }
      guard !part.isEmpty else { return nil }
      switch segment {
      case .bytes(let all): return .bytes(Array(all[start..<start + part.count]))
      case .file(let path, let range):
        let first = range.lowerBound + start
        return .file(path: path, range: first..<first + part.count)
      case .failure: return .failure
      }
    }
  }
}
