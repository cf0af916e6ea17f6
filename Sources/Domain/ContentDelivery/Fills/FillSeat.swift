internal import Routing
internal import Synchronization

/// A place among the readers of a fill. Giving it up, by letting go of it, tells the fill.
final class FillSeat: Sendable {
  let body: GrowingBody
  /// Whether the fill was begun for this reader.
  let isFirst: Bool
  private let reader: Int
  private let left: @Sendable () -> Void
  private let hasLeft = Atomic<Bool>(false)

  /// A seat; `left` is called once, anywhere, when it is given up.
  init(_ body: GrowingBody, isFirst: Bool, left: @escaping @Sendable () -> Void) {
    self.body = body
    self.isFirst = isFirst
    self.left = left
    reader = body.addReader()
  }

  deinit { leave() }

  /// Gives the seat up before it is let go.
  func leave() {
    guard !hasLeft.exchange(true, ordering: .relaxed) else { return }
    body.removeReader(reader)
    left()
  }

  /// The head, as soon as it is there.
  ///
  /// - Throws: `FillFailure`, `FillDiversion` or `CancellationError`.
  func head() async throws -> FillHead { try await body.head(for: reader) }

  /// The next bytes from an offset on; nil at the end.
  ///
  /// - Throws: `FillFailure` when the body ended early, or `CancellationError`.
  func next(from offset: Int, upTo limit: Int) async throws -> BodyPiece? {
    try await body.next(for: reader, from: offset, upTo: limit)
  }
}
