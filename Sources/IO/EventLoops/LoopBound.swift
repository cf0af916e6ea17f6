/// A value that only its loop's thread may touch, in a box that may travel.
///
/// `@unchecked Sendable`: the box hands the value out only on the loop's own thread, and
/// traps otherwise, so two threads never reach it at once.
package struct LoopBound<Value>: @unchecked Sendable {
  private let stored: Value
  package let loop: EventLoop

  /// Boxes a value; it need not be on the loop yet, but it must not be used elsewhere after.
  package init(_ value: Value, loop: EventLoop) {
    self.stored = value
    self.loop = loop
  }

  /// The value; traps off the loop's thread.
  @inline(always)
  package var value: Value {
    loop.preconditionIsCurrent()
    return stored
  }
}
