import IPFSIdentity

/// A CID that is accepted has one canonical text, which is read as the same CID and printed as
/// itself; and both readers, the one in place and the other, see the same parts.
func fuzzCIDs(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    let inPlace = try? CIDBytes(parsing: bytes)
    guard let cid = try? CID(parsing: bytes) else {
      precondition(inPlace == nil, "only one of the readers refuses")
      return
    }
    precondition(bytes.count <= 305, "no CID is longer")
    precondition(CIDBytes.resembles(bytes), "a CID resembles one")
    precondition(inPlace!.codec == cid.codec && inPlace!.function == cid.function)
    precondition(inPlace!.digest.count == cid.digest.count)
    precondition(cid.function.digestByteCounts.contains(cid.digest.count))
    let text = cid.description
    precondition(text.utf8.count < 254, "its entity tag fits into a field")
    let again = try! CID(text)
    precondition(again == cid && again.description == text, "a CID is read as printed")
  }
}
