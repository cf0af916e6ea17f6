internal import Bytes
internal import Routing
internal import Locks

extension GrowingBody {
  /// What a reader finds at its offset.
  private enum Step: Sendable {
    case buffered(BodyBuffer, upTo: Int)
    case passing(BodyChunk, start: Int)
    case end
    case failed(FillFailure)
    case wait
  }

  /// Adds a reader and returns its number.
  func addReader() -> Int {
    state.withLock { state in
      defer { state.nextReader += 1 }
      state.readers[state.nextReader] = Reader()
      return state.nextReader
    }
  }

  /// Forgets a reader; what only it held up goes on.
  func removeReader(_ reader: Int) {
    let (waiter, mustResume) = state.withLock { state in
      (state.readers.removeValue(forKey: reader)?.waiter, state.letGo())
    }
    waiter?.continuation.resume()
    if mustResume { resumeWriter() }
  }

  /// The head, as soon as it is there.
  ///
  /// - Throws: `FillFailure`, `FillDiversion` or `CancellationError`.
  func head(for reader: Int) async throws -> FillHead {
    while true {
      let (head, ending, isDiverted) = state.withLock {
        ($0.head, $0.ending, $0.readers[reader]?.isDiverted ?? true)
      }
      if isDiverted { throw FillDiversion() }
      if let head { return head }
      if case .failed(let failure) = ending { throw failure }
      try await wait(reader, for: .head)
    }
  }

  /// The next bytes from an offset on, up to a limit; nil at the end of the body.
  ///
  /// Everything before the offset counts as taken.
  ///
  /// - Throws: `FillFailure` when the body ended early, or `CancellationError`.
  func next(for reader: Int, from offset: Int, upTo limit: Int) async throws -> BodyPiece? {
    guard offset < limit else { return nil }
    while true {
      let (step, mustResume) = state.withLock { state -> (Step, Bool) in
        state.readers[reader]?.position = offset
        let mustResume = state.letGo()
        return (Self.step(at: offset, upTo: limit, state), mustResume)
      }
      if mustResume { resumeWriter() }
      switch step {
      case .buffered(let buffer, let end):
        guard let piece = buffer.piece(at: offset, upTo: end) else { continue }
        return BodyPiece(piece, of: buffer)
      case .passing(let chunk, let start):
        let from = offset - start
        let upTo = min(chunk.count, limit - start)
        return unsafe BodyPiece(
          memory: UnsafeRawBufferPointer(rebasing: chunk.memory[from..<upTo]), owner: chunk)
      case .end: return nil
      case .failed(let failure): throw failure
      case .wait: try await wait(reader, for: .bytes(offset, upTo: limit))
      }
    }
  }

  private static func step(
    at offset: Int, upTo limit: Int, _ state: borrowing State
  ) -> Step {
    let end = state.readableEnd(upTo: limit)
    if let buffer = state.buffer, offset < min(buffer.count, end) {
      return .buffered(buffer, upTo: end)
    }
    if let (start, chunk) = state.window?.chunk(at: offset) { return .passing(chunk, start: start) }
    switch state.ending {
    case .whole: return .end
    case .failed(let failure): return .failed(failure)
    case nil: return .wait
    }
  }

  /// Waits until the need may be satisfied; cancelling the task ends the wait at once.
  private func wait(_ reader: Int, for need: Need) async throws {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          let isDiverted = state.readers[reader]?.isDiverted ?? true
          if isDiverted || state.satisfies(need) || Task.isCancelled { return true }
          state.readers[reader]?.waiter = Waiter(need: need, continuation: continuation)
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        let waiter = state.readers[reader]?.waiter
        state.readers[reader]?.waiter = nil
        return waiter
      }
      waiter?.continuation.resume()
    }
    try Task.checkCancellation()
  }
}

extension BodyPiece {
  /// A run of a buffer.
  init(_ piece: BodyBuffer.Piece, of buffer: BodyBuffer) {
    if piece.hasOwnPages {
      unsafe self.init(pages: piece.memory, owner: buffer)
    } else {
      unsafe self.init(memory: piece.memory, owner: buffer)
    }
  }
}
