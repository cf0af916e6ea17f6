internal import Bytes
internal import Locks

/// For the one fill that writes the body, on its home loop.
extension GrowingBody {
  /// Shows the head to all readers.
  func publish(_ head: FillHead) {
    update { $0.head = head }
  }

  /// Shows the bytes of a buffer to all readers, as far as it has published them.
  func attach(_ buffer: BodyBuffer) {
    update { $0.buffer = buffer }
  }

  /// Lets nobody have the last byte that he wants before the body has ended well.
  func holdLastByte() {
    update { $0.holdsLastByte = true }
  }

  /// The buffer has grown.
  func grew() { update { _ in } }

  /// From here on bytes pass through a window. What the buffer holds by now is read first.
  func beginWindow(at start: Int, capacity: Int, share: BudgetShare?) {
    update { state in
      state.window = BodyWindow(at: start)
      state.windowCapacity = capacity
      state.share = share
    }
  }

  /// Shows bytes that pass through; false when the writer has to pause until it is told.
  func pass(_ chunk: BodyChunk) -> Bool {
    var mayGoOn = true
    update { state in
      state.window?.append(chunk)
      // A reader that begins further on has no need of these bytes.
      _ = state.letGo()
      if state.window?.isFull(capacity: state.windowCapacity) == true {
        state.isPaused = true
        mayGoOn = false
      }
    }
    return mayGoOn
  }

  /// Sends every reader away but the first.
  func divertFollowers() {
    update { state in
      let first = state.readers.keys.min()
      for id in state.readers.keys where id != first { state.readers[id]?.isDiverted = true }
    }
  }

  /// Sends every reader away.
  func divertAll() {
    update { state in
      for id in state.readers.keys { state.readers[id]?.isDiverted = true }
    }
  }

  /// Ends the body; the first ending counts.
  func end(_ ending: Ending) {
    update { state in
      if state.ending == nil { state.ending = ending }
      _ = state.letGo()
    }
  }

  private func update(_ change: (inout State) -> Void) {
    let satisfied = state.withLock { state in
      change(&state)
      return state.takeSatisfied()
    }
    for continuation in satisfied { continuation.resume() }
  }
}
