import WalrusIdentity

/// A blob or patch identifier that is accepted is printed as exactly the bytes it was read from:
/// it has one spelling. An object id has several; the printed one is read as the same id.
func fuzzIDs(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    if let id = try? BlobID(parsing: bytes) {
      check(bytes) { id.write(into: &$0) }
    }
    if let id = try? QuiltPatchID(parsing: bytes) {
      check(bytes) { id.write(into: &$0) }
    }
    if let id = try? ObjectID(parsing: bytes) {
      let printed = print { id.write(into: &$0) }
      precondition(try! ObjectID(parsing: printed.span) == id, "an object id is read as printed")
    }
  }
}

private func print(_ write: (inout OutputSpan<UInt8>) -> Void) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
    var output = OutputSpan(buffer: buffer, initializedCount: 0)
    write(&output)
    count = output.finalize(for: buffer)
  }
}

private func check(_ bytes: Span<UInt8>, _ write: (inout OutputSpan<UInt8>) -> Void) {
  let printed = print(write)
  precondition(printed.count == bytes.count, "an id is printed as it was read")
  for index in bytes.indices {
    precondition(printed[index] == bytes[index], "an id is printed as it was read")
  }
}
