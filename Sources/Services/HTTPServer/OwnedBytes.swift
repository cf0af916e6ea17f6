internal import Routing

/// Bytes that live as long as somebody holds them.
///
/// `@safe`: the memory is owned by the instance.
@safe
final class OwnedBytes {
  let bytes: UnsafeMutableRawBufferPointer

  init(copying source: UnsafeRawBufferPointer) {
    unsafe bytes = .allocate(byteCount: source.count, alignment: 1)
    unsafe bytes.copyMemory(from: source)
  }

  deinit { unsafe bytes.deallocate() }

  /// The whole as a piece of a body.
  var piece: BodyPiece { unsafe BodyPiece(memory: UnsafeRawBufferPointer(bytes), owner: self) }
}
