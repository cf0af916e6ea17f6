/// Bytes of a body that are kept only until they have been sent.
///
/// `@safe`: the memory is written in the initialiser, never after, and lives as long as the
/// instance. Unchecked `Sendable` for the same reason: nothing of it ever changes.
@safe
final class BodyChunk: @unchecked Sendable {
  let memory: UnsafeRawBufferPointer

  /// A copy of bytes.
  init(copying bytes: RawSpan) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.byteCount, alignment: 1)
    unsafe bytes.withUnsafeBytes { unsafe copy.copyMemory(from: $0) }
    unsafe memory = UnsafeRawBufferPointer(copy)
  }

  deinit { unsafe memory.deallocate() }

  var count: Int { unsafe memory.count }
}
