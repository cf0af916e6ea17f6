import Bytes
import TestSupport
import Testing

@Suite struct BodyBufferTests {
  private static let placement = BodyBufferPlacement(
    pagesThreshold: 8192, lengthMax: 4 << 20, overhead: 100)

  /// A buffer with these bytes, appended in runs of `step`.
  private static func filled(
    _ bytes: [UInt8], declared: Bool, step: Int, budget: ByteBudget
  ) throws -> BodyBuffer {
    let buffer = try BodyBuffer(
      length: declared ? bytes.count : nil, placement: placement, budget: budget)
    var start = 0
    while start < bytes.count {
      let end = min(start + step, bytes.count)
      try buffer.append(bytes.span.extracting(start..<end))
      #expect(buffer.count == end)
      start = end
    }
    try buffer.finish()
    return buffer
  }

  @Test(arguments: [0, 1, 8191, 8192, 65_536, 65_537, 700_001], [true, false])
  func `what was appended is read back from every offset`(count: Int, declared: Bool) throws {
    var random = SplitMix64(seed: UInt64(count))
    let bytes = random.bytes(count)
    let budget = ByteBudget(limit: 8 << 20, mappingsMax: 4)
    do {
      let buffer = try Self.filled(bytes, declared: declared, step: 5000, budget: budget)
      #expect(buffer.hasOwnPages == (declared && count >= 8192))
      #expect(buffer.copyBytes() == bytes)
      #expect(buffer.chargedCount == budget.usedCount)
      #expect(budget.usedCount >= count + 100)
      for _ in 0..<50 where count > 0 {
        let start = Int.random(in: 0..<count, using: &random)
        let end = Int.random(in: start...count, using: &random)
        #expect(buffer.copyBytes(from: start, upTo: end) == Array(bytes[start..<end]))
      }
      #expect(buffer.piece(at: count) == nil)
      #expect(buffer.piece(at: -1) == nil)
    }
    #expect(budget.usedCount == 0)
    #expect(budget.mappingCount == 0)
  }

  @Test func `a scattered body is gathered into one run and charged no more than that`() throws {
    let budget = ByteBudget(limit: 4 << 20, mappingsMax: 1)
    var random = SplitMix64(seed: 1)
    let bytes = random.bytes(200_000)
    var scattered: BodyBuffer? = try Self.filled(
      bytes, declared: false, step: 70_000, budget: budget)
    #expect(scattered?.isScattered == true)
    let gathered = try #require(scattered).gathered(placement: Self.placement, budget: budget)
    scattered = nil
    #expect(!gathered.isScattered)
    #expect(gathered.copyBytes() == bytes)
    #expect(gathered.piece(at: 0)?.count == bytes.count)
    #expect(budget.usedCount < bytes.count + 4096 + 100)
  }

  @Test func `runs of a long body say that their pages are their own`() throws {
    let budget = ByteBudget(limit: 1 << 20, mappingsMax: 1)
    let bytes = [UInt8](repeating: 7, count: 10_000)
    let buffer = try Self.filled(bytes, declared: true, step: 10_000, budget: budget)
    let piece = try #require(buffer.piece(at: 123, upTo: 456))
    #expect(piece.count == 333)
    #expect(piece.hasOwnPages)
    let second = try Self.filled(bytes, declared: true, step: 10_000, budget: budget)
    #expect(!second.hasOwnPages, "no more mappings than allowed")
    #expect(second.copyBytes() == bytes)
  }

  @Test func `nothing is read that was not published`() throws {
    let budget = ByteBudget(limit: 1 << 20)
    let buffer = try BodyBuffer(length: 10, placement: Self.placement, budget: budget)
    #expect(buffer.piece(at: 0) == nil)
    try buffer.append([1, 2, 3].span)
    #expect(buffer.copyBytes() == [1, 2, 3])
    #expect(buffer.piece(at: 3) == nil)
    #expect(!buffer.isFinished)
  }

  @Test func `a wrong length is refused and nothing of it published`() throws {
    let budget = ByteBudget(limit: 1 << 20)
    let buffer = try BodyBuffer(length: 4, placement: Self.placement, budget: budget)
    try buffer.append([1, 2].span)
    #expect(throws: BodyBufferError.shorterThanDeclared(declared: 4, found: 2)) {
      try buffer.finish()
    }
    #expect(throws: BodyBufferError.longerThanDeclared(declared: 4)) {
      try buffer.append([3, 4, 5].span)
    }
    #expect(buffer.count == 2)
    #expect(throws: BodyBufferError.tooLong(limit: 4 << 20)) {
      _ = try BodyBuffer(length: 5 << 20, placement: Self.placement, budget: budget)
    }
    #expect(throws: BodyBufferError.tooLong(limit: 4 << 20)) {
      _ = try BodyBuffer(length: -1, placement: Self.placement, budget: budget)
    }
  }

  @Test func `a full budget refuses, charges nothing, and takes more once there is room`() throws {
    let budget = ByteBudget(limit: 200_000, mappingsMax: 1)
    #expect(throws: BodyBufferError.overBudget) {
      _ = try BodyBuffer(length: 200_000, placement: Self.placement, budget: budget)
    }
    #expect(budget.usedCount == 0)
    #expect(budget.mappingCount == 0)
    let growing = try BodyBuffer(length: nil, placement: Self.placement, budget: budget)
    let run = [UInt8](repeating: 1, count: 65_536)
    try growing.append(run.span)
    #expect(budget.reserve(100_000))
    #expect(throws: BodyBufferError.overBudget) { try growing.append(run.span) }
    budget.release(100_000)
    try growing.append(run.span)
    #expect(growing.count == 131_072)
  }

  @Test func `readers on other threads see whole bytes while the writer appends`() async throws {
    let budget = ByteBudget(limit: 8 << 20)
    let placement = BodyBufferPlacement(pagesThreshold: .max, lengthMax: 4 << 20)
    let buffer = try BodyBuffer(length: nil, placement: placement, budget: budget)
    let total = 3 << 20
    let sums = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<2 {
        group.addTask {
          var (offset, wrong) = (0, 0)
          while offset < total {
            guard let piece = buffer.piece(at: offset) else {
              await Task.yield()
              continue
            }
            for (index, byte) in piece.memory.enumerated()
            where byte != UInt8(truncatingIfNeeded: (offset + index) &* 31) {
              wrong += 1
            }
            offset += piece.count
          }
          return wrong
        }
      }
      let run = (0..<total).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      var start = 0
      while start < total {
        let end = min(start + 70_001, total)
        try buffer.append(run.span.extracting(start..<end))
        start = end
        await Task.yield()
      }
      try buffer.finish()
      return try await group.reduce(0, +)
    }
    #expect(sums == 0)
  }

  @Test func `threads never reserve more than the budget`() async {
    let budget = ByteBudget(limit: 1000)
    await withTaskGroup { group in
      for seed in 0..<4 {
        group.addTask {
          var random = SplitMix64(seed: UInt64(seed))
          for _ in 0..<5000 {
            let count = Int.random(in: 0...700, using: &random)
            if budget.reserve(count) { budget.release(count) }
          }
        }
      }
    }
    #expect(budget.usedCount == 0)
    #expect(budget.peakCount <= 1000)
    #expect(budget.peakCount > 0)
  }
}
