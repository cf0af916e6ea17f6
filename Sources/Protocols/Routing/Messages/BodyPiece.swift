/// A run of body bytes and the object that keeps it alive.
///
/// `@safe`: the address is valid as long as `owner` is, and the two travel together.
@safe
package struct BodyPiece {
  /// Where the bytes are.
  @safe
  package enum Place {
    case memory(UnsafeRawPointer)
    /// In pages that are never written again, not even after `owner` has gone.
    case pages(UnsafeRawPointer)
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

  /// Bytes in pages that `owner` keeps mapped and that are never written again.
  package init(pages bytes: UnsafeRawBufferPointer, owner: AnyObject) {
    unsafe place = .pages(bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!)
    count = bytes.count
    self.owner = owner
  }
}
