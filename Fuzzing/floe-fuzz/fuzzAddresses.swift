import Bytes

/// An address that is accepted is read as it is printed, and a block holds its first address and is
/// read as it is printed.
func fuzzAddresses(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    if let address = PeerAddress(parsing: bytes) {
      precondition(bytes.count <= 45, "no address is longer")
      precondition(PeerAddress(parsing: address.description) == address)
    }
    let raw = bytes.indices.map { bytes[$0] }
    guard let text = String(validating: raw, as: UTF8.self), let block = AddressBlock(text) else {
      return
    }
    precondition(block.contains(block.first) && block.contains(block))
    precondition(AddressBlock(block.text) == block)
    let widest = block.first.isIPv4 ? "0.0.0.0/0" : "::/0"
    precondition(AddressBlock(widest)!.contains(block))
  }
}
