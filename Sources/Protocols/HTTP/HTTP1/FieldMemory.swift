import Bytes

/// The field lines that a head was last read from, byte for byte.
///
/// Clients send the same fields with one request after another. The same bytes read the same way,
/// and comparing them costs a twentieth of reading them: then the head's table stands as it is.
/// Never more than one block of lines is kept, and none that is longer than `capacity`.
///
/// `@safe`: the bytes are made and freed with the instance.
@safe
final class FieldMemory {
  static let capacity = 1024
  /// What ends every block: CR LF CR LF.
  private static var end: UInt64 { 0x0a0d_0a0d }

  private let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: FieldMemory.capacity)
  @exclusivity(unchecked) private var count = 0
  /// Where in its head the block began.
  @exclusivity(unchecked) private var start = 0
  @exclusivity(unchecked) private var minorVersion: UInt8 = 1

  deinit { unsafe bytes.deallocate() }

  /// The block begins at `start` now: how far that is from where it began before.
  func moved(to start: Int) -> Int {
    let distance = unsafe start - self.start
    unsafe self.start = start
    return distance
  }

  /// Keeps nothing.
  func forget() { unsafe count = 0 }

  /// Keeps the lines from `start` up to `end`, the last empty one included, unless they are too
  /// long or too short to be worth it.
  func keep(_ head: Span<UInt8>, from start: Int, upTo end: Int, minorVersion: UInt8) {
    let lines = head.extracting(start..<end)
    guard lines.count >= 8, lines.count <= Self.capacity else { return }
    unsafe lines.withUnsafeBufferPointer {
      unsafe bytes.update(from: $0.baseAddress!, count: lines.count)
    }
    unsafe count = lines.count
    unsafe self.start = start
    unsafe self.minorVersion = minorVersion
  }

  /// The length of the lines that begin at `start`, when they are the ones kept here.
  ///
  /// Lines of another length are mostly told by where theirs do not end. For the others it takes as
  /// long whatever the bytes are: how far a client has guessed another's fields must not be told by
  /// the time.
  func match(_ head: Span<UInt8>, from start: Int, minorVersion: UInt8) -> Int? {
    let count = unsafe self.count
    guard count > 0, head.count &- start >= count, unsafe minorVersion == self.minorVersion else {
      return nil
    }
    guard head.word(at: start &+ count &- 8) &>> 32 == Self.end else { return nil }
    let kept = unsafe Span(_unsafeStart: bytes, count: count)
    return head.extracting(start..<start &+ count).differsNowhere(from: kept) ? count : nil
  }
}
