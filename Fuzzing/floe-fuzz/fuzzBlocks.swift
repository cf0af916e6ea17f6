import IPFSIdentity

/// Of any bytes the reader of blocks says what they are or why they are nothing, and a file lies
/// inside its block.
func fuzzBlocks(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    switch try? UnixFSBlock(parsing: bytes) {
    case .file(let range):
      precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    case .chunkedFile(let byteCount): precondition(byteCount >= 0)
    case .directory, .symbolicLink, .metadata, nil: break
    }
  }
}
