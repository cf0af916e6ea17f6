extension EventLoop {
  /// Runs `work` on the loop's thread and gives back what it returns.
  package func perform<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    unsafe await withUnsafeContinuation { continuation in
      execute { unsafe continuation.resume(returning: work()) }
    }
  }
}
