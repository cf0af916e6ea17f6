import Forwarding

/// A PROXY header that is accepted ends inside the bytes, is accepted without what follows it, is not
/// whole before its last byte, and never longer than it may be.
func fuzzProxyHeaders(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    guard case .complete(let header) = ProxyHeader.parse(bytes) else { return }
    precondition(header.byteCount > 0 && header.byteCount <= bytes.count)
    precondition(header.byteCount <= ProxyHeader.binaryMax)
    let own = bytes.extracting(..<header.byteCount)
    precondition(ProxyHeader.parse(own) == .complete(header), "what follows is part of it")
    let short = bytes.extracting(..<(header.byteCount - 1))
    precondition(ProxyHeader.parse(short) == .incomplete, "it is whole too early")
  }
}
