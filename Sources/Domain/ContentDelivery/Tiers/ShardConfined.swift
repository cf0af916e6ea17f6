/// A value that only its shard may touch, in a box that may travel.
///
/// Unchecked `Sendable`: the box lets the value be touched on its own shard only, and traps
/// otherwise.
package final class ShardConfined<Value>: @unchecked Sendable {
  private let value: Value
  package let executor: any ShardExecutor

  /// Boxes a value; it must not be used elsewhere after.
  package init(_ value: sending Value, on executor: any ShardExecutor) {
    self.value = value
    self.executor = executor
  }

  /// The value, on its own shard.
  package var here: Value {
    precondition(executor.isCurrent, "the state of a shard was touched from elsewhere")
    return value
  }

  /// Passes the value to a body on its shard: at once when the caller is there, else by one
  /// message there and one back. A caller that prefers its loop's executor comes back to it.
  package func run<R: Sendable>(_ body: @escaping @Sendable (Value) -> R) async -> R {
    if executor.isCurrent { return body(value) }
    return unsafe await withUnsafeContinuation { continuation in
      executor.execute { unsafe continuation.resume(returning: body(self.value)) }
    }
  }

  /// Sends the value a message that nobody waits for.
  package func post(_ body: @escaping @Sendable (Value) -> Void) {
    executor.execute { body(self.value) }
  }
}
