extension EventLoop {
  /// Suspends the calling task for at least `milliseconds` of the loop's clock.
  ///
  /// Returns early, without an error, when the task is cancelled: ask `Task.isCancelled`.
  package func sleep(milliseconds: UInt64) async {
    let wait = SleepWait()
    await withTaskCancellationHandler {
      unsafe await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
        guard unsafe wait.arm(continuation) else { return }
        execute {
          let timer = LoopTimer(loop: self)
          timer.start(milliseconds: milliseconds) {
            timer.close()
            wait.finish()
          }
        }
      }
    } onCancel: {
      wait.finish()
    }
  }
}
