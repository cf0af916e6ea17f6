/// A run of body bytes and the object that keeps it alive.
///
/// `@safe`: the address is valid as long as `owner` is, and the two travel together.
@safe
package struct BodyPiece {
  /// Where the bytes are.
  @safe
  package enum Place {
    case memory(UnsafeRawPointer)
    case file(descriptor: Int32, offset: Int)
  }

  /// Where the bytes are, how many, and what keeps them alive.
  package let place: Place
  package let count: Int
  package let owner: AnyObject

  /// Bytes in memory that `owner` keeps alive.
  package init(memory bytes: UnsafeRawBufferPointer, owner: AnyObject) {
    unsafe place = .memory(bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!)
    count = bytes.count
    self.owner = owner
  }

  /// A run of a file that `owner` keeps open.
  package init(file descriptor: Int32, offset: Int, count: Int, owner: AnyObject) {
    unsafe place = .file(descriptor: descriptor, offset: offset)
    self.count = count
    self.owner = owner
  }
}
