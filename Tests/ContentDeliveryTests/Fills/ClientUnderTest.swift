import Glibc
import HTTP
import Routing

@testable import ContentDelivery

/// Somebody who asks, and takes the content at a pace of his own.
///
/// Unchecked `Sendable`: everything happens on the one thread that drives the test.
final class ClientUnderTest: @unchecked Sendable {
  /// The content of a request.
  final class Body: RequestBody {
    private var bytes: [UInt8]?
    let declaredLength: UInt64?

    init(_ bytes: [UInt8]) {
      self.bytes = bytes.isEmpty ? nil : bytes
      declaredLength = UInt64(bytes.count)
    }

    func next() async throws(RequestBodyError) -> [UInt8]? {
      defer { bytes = nil }
      return bytes
    }
  }

  private unowned let edge: EdgeUnderTest
  private var pieces: Int
  private var waiter: CheckedContinuation<Void, Never>?
  private var task: Task<Void, Never>?
  /// The response without its source, which goes when it has been read.
  private(set) var response: Response?
  private(set) var bytes: [UInt8] = []
  /// Why the content broke off.
  private(set) var failure: (any Error)?
  private(set) var hasFinished = false

  init(_ edge: EdgeUnderTest, pieces: Int) {
    self.edge = edge
    self.pieces = pieces
  }

  /// Sends the request, on a loop.
  func start(_ request: Request, on loop: ManualLoop) {
    // The request is this client's alone.
    nonisolated(unsafe) let request = request
    task = Task(executorPreference: loop) { await self.run(request) }
  }

  /// Takes more pieces.
  func take(_ count: Int) {
    pieces += count
    wake()
  }

  /// Goes away.
  func leave() {
    task?.cancel()
    wake()
  }

  var status: Int? { response.map { Int($0.status.code) } }

  /// The first value of a response field.
  func field(_ name: StaticString) -> String? { response?.fields[FieldName(name)] }

  /// The fields of the response as text, sorted, without those that name the moment.
  var stableFields: [String] {
    let moving = ["age", "x-cache", "cache-status", "x-source"]
    return (response?.fields.fields ?? []).map { "\($0.name.text.lowercased()): \($0.value)" }
      .filter { line in !moving.contains { line.hasPrefix($0 + ":") } }.sorted()
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  private func wake() {
    let waiter = waiter
    self.waiter = nil
    waiter?.resume()
    edge.settle()
  }

  private func run(_ request: Request) async {
    let response = await edge.router.respond(to: request)
    var head = response
    head.body = .empty
    self.response = head
    do {
      switch response.body {
      case .empty: break
      case .omitted: head.body = response.body
      case .bytes(let bytes): self.bytes = bytes
      case .source(let source):
        while true {
          while pieces == 0, !Task.isCancelled { await withCheckedContinuation { waiter = $0 } }
          try Task.checkCancellation()
          guard let piece = try await source.next() else { break }
          pieces -= 1
          bytes += Self.bytes(of: piece)
        }
        if let length = source.length, length != bytes.count { throw ShortBody() }
      }
    } catch {
      failure = error
    }
    self.response = head
    hasFinished = true
  }

  /// What the server takes for a broken transfer.
  struct ShortBody: Error {}

  private static func bytes(of piece: BodyPiece) -> [UInt8] {
    switch piece.place {
    case .memory(let start), .pages(let start):
      return Array(UnsafeRawBufferPointer(start: start, count: piece.count))
    }
  }
}
