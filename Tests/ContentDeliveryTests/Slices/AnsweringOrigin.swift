import Testing

@testable import ContentDelivery

/// Plays the origin of one content: answers every fetch as it is told, piece by piece, as long as
/// the fetch wants more.
final class AnsweringOrigin {
  /// How a fetch is answered.
  enum Answer: Equatable {
    /// 206 to a range that lies inside, 416 to another, 200 without a range.
    case aggregator
    /// 200 with everything.
    case everything
    /// 416 to any range.
    case noRanges
    /// No head.
    case failure(OriginFailure.Code)
    /// As an aggregator, but broken off after so many bytes.
    case breaksOff(OriginFailure.Code, after: Int)
    /// As an aggregator, but of content that is a byte longer.
    case otherTotal
    /// As an aggregator, but with wrong bytes.
    case wrongBytes
    /// As an aggregator, but with one wrong byte.
    case lies(at: Int)
  }

  private struct Progress {
    var hasHead = false
    var next = 0
    var end = 0
    var left = Int.max
    var code: OriginFailure.Code?
    var isOver = false
  }

  let content: [UInt8]
  private let edge: EdgeUnderTest
  private let shard: Int
  private let pieceSize: Int
  /// How a fetch is answered, by its number and its range.
  var answer: (Int, ClosedRange<Int64>?) -> Answer = { _, _ in .aggregator }
  /// Who answers a fetch, by its number.
  var source: (Int) -> String = { _ in "a" }
  private var progress: [Progress] = []

  init(_ content: [UInt8], of edge: EdgeUnderTest, shard: Int = 0, pieceSize: Int = 700) {
    self.content = content
    self.edge = edge
    self.shard = shard
    self.pieceSize = pieceSize
  }

  /// The fetches that were asked for.
  var fetches: [ScriptedSource.Fetch] { edge.sources[shard].fetches }

  /// The ranges that were asked for.
  var ranges: [ClosedRange<Int64>?] { fetches.map(\.request.range) }

  /// Bytes that have been sent.
  private(set) var sentCount = 0

  /// Answers until nothing is wanted.
  func run() {
    while (fetches.indices.map { step($0) }).contains(true) {}
  }

  /// Answers one fetch a little further; false when it wants nothing now.
  @discardableResult
  func step(_ number: Int) -> Bool {
    while progress.count < fetches.count { progress.append(Progress()) }
    let fetch = fetches[number]
    var state = progress[number]
    guard !state.isOver else { return false }
    defer { progress[number] = state }
    if fetch.isCancelled {
      state.isOver = true
      edge.perform(on: shard) { fetch.end() }
      return true
    }
    let answer = answer(number, fetch.request.range)
    if !state.hasHead {
      state.hasHead = true
      guard let (head, part) = head(answer, fetch.request.range, source(number))
      else {
        state.isOver = true
        edge.perform(on: shard) { fetch.end(OriginFailure(failure(answer))) }
        return true
      }
      (state.next, state.end) = (part.lowerBound, part.upperBound)
      if case .breaksOff(let code, let count) = answer { (state.code, state.left) = (code, count) }
      edge.perform(on: shard) { fetch.head(head) }
      return true
    }
    guard case .more = fetch.demand else { return false }
    let count = min(pieceSize, state.end - state.next, state.left)
    if count == 0 {
      state.isOver = true
      let failure = state.next < state.end ? state.code.map { OriginFailure($0) } : nil
      edge.perform(on: shard) { fetch.end(failure) }
      return true
    }
    var bytes = Array(content[state.next..<state.next + count])
    if answer == .wrongBytes { bytes[0] ^= 1 }
    if case .lies(let offset) = answer, (state.next..<state.next + count).contains(offset) {
      bytes[offset - state.next] ^= 1
    }
    state.next += count
    state.left -= count
    sentCount += count
    edge.perform(on: shard) { fetch.bytes(bytes) }
    return true
  }

  private func head(
    _ answer: Answer, _ range: ClosedRange<Int64>?, _ source: String
  ) -> (OriginHead, Range<Int>)? {
    let total = content.count + (answer == .otherTotal ? 1 : 0)
    switch (answer, range) {
    case (.failure, _), (.noRanges, _?): return nil
    case (.everything, _), (_, nil):
      return (OriginHead(length: Int64(total), source: source), 0..<content.count)
    case (_, let range?):
      guard range.upperBound < content.count else { return nil }
      let part = Int(range.lowerBound)..<Int(range.upperBound) + 1
      return (
        OriginHead(
          coverage: .part(range), length: Int64(part.count), total: Int64(total), source: source),
        part
      )
    }
  }

  private func failure(_ answer: Answer) -> OriginFailure.Code {
    if case .failure(let code) = answer { return code }
    return .rangeNotSatisfiable
  }
}
