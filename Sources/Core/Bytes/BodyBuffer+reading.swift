extension BodyBuffer {
  /// A run of published bytes.
  ///
  /// `@safe`: the addresses are valid as long as the buffer is.
  @safe
  package struct Piece {
    /// The bytes in memory.
    package let memory: UnsafeRawBufferPointer
    /// Whether they lie in pages that hold nothing else: the kernel may send from those even after
    /// the buffer has gone, because nothing else is ever written there.
    package let hasOwnPages: Bool

    /// The number of bytes.
    package var count: Int { unsafe memory.count }
  }

  /// The longest run that begins at `offset` and ends at `end` or before; nil when nothing of it
  /// is published yet.
  ///
  /// Chunks are found by walking, about 70 steps to a gibibyte.
  package func piece(at offset: Int, upTo end: Int = .max) -> Piece? {
    let end = min(end, count)
    guard offset >= 0, offset < end else { return nil }
    switch storage {
    case .whole(let memory):
      return unsafe Piece(
        memory: UnsafeRawBufferPointer(start: memory + offset, count: end - offset),
        hasOwnPages: false)
    case .chunks(let directory):
      return unsafe Piece(memory: directory.run(at: offset, upTo: end), hasOwnPages: false)
    case .pages(let pages, _):
      return unsafe Piece(
        memory: UnsafeRawBufferPointer(start: pages + offset, count: end - offset),
        hasOwnPages: true)
    }
  }

  /// Passes the published bytes from `start` up to, not including, `end` run by run; stops at
  /// what is published.
  package func withPieces<E: Error>(
    from start: Int = 0, upTo end: Int = .max, _ body: (Piece) throws(E) -> Void
  ) throws(E) {
    var offset = start
    while let piece = piece(at: offset, upTo: end) {
      try body(piece)
      offset += piece.count
    }
  }

  /// A copy of the published bytes from `start` up to `end`.
  package func copyBytes(from start: Int = 0, upTo end: Int = .max) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(max(0, min(end, count) - start))
    withPieces(from: start, upTo: end) { unsafe bytes.append(contentsOf: $0.memory) }
    return bytes
  }

  /// Whether the bytes lie in several runs.
  package var isScattered: Bool {
    guard case .chunks = storage else { return false }
    return piece(at: 0).map { $0.count < count } ?? false
  }

  /// A copy of the whole, finished body in one run and charged no more than it takes.
  ///
  /// - Throws: as the initialiser and `append` do; both are charged while both live.
  package func gathered(
    placement: BodyBufferPlacement, budget: ByteBudget
  ) throws(BodyBufferError) -> BodyBuffer {
    precondition(isFinished, "the body is not whole")
    let copy = try BodyBuffer(length: count, placement: placement, budget: budget)
    try withPieces { (piece: Piece) throws(BodyBufferError) in
      try copy.append(unsafe Span(_unsafeElements: piece.memory.bindMemory(to: UInt8.self)))
    }
    try copy.finish()
    return copy
  }
}

extension BodyBuffer {
  /// Passes all published bytes in one run, copied only where they lie in several.
  package func withContiguousBytes<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
    defer { withExtendedLifetime(self) {} }
    if let piece = piece(at: 0), piece.count == count {
      return try unsafe body(RawSpan(_unsafeBytes: piece.memory))
    }
    let copy = copyBytes()
    return try unsafe body(copy.span.bytes)
  }
}
