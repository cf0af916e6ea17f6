/// The content of a request, read in pieces straight into the transfer's own buffer.
/// `@safe`: `copy` is called with a target that is valid during the call alone.
@safe package struct UpstreamBody: Sendable {
  /// Bytes in all; sent as `Content-Length`.
  package let count: Int
  let copy: @Sendable (_ offset: Int, _ target: UnsafeMutableRawBufferPointer) -> Int

  /// Content that lies in an array, which is shared and not copied.
  package init(_ bytes: [UInt8]) {
    unsafe self.init(count: bytes.count) { offset, target in
      let length = min(target.count, bytes.count - offset)
      unsafe bytes.withUnsafeBytes { source in
        unsafe target.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + length]))
      }
      return length
    }
  }

  /// Content that lies anywhere: `copy` fills `target` from `offset` and says how many bytes.
  ///
  /// It may be asked for an offset again when a kept connection turns out to be dead.
  package init(
    count: Int,
    copy: @escaping @Sendable (_ offset: Int, _ target: UnsafeMutableRawBufferPointer) -> Int
  ) {
    precondition(count >= 0)
    self.count = count
    unsafe self.copy = copy
  }
}
