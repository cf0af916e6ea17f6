import TestSupport
import Testing

@testable import WalrusIdentity

/// A blob has the same id however its bytes lie in memory.
@Suite struct BlobRunsTests {
  private func id(
    _ content: [UInt8], runSize: Int, _ encoding: BlobEncoding
  ) throws -> BlobID {
    // Each run in an allocation of its own: what is read past one is not what comes next.
    let runs = stride(from: 0, to: content.count, by: runSize).map { start in
      let part = content[start..<min(start + runSize, content.count)]
      let run = UnsafeMutableRawBufferPointer.allocate(byteCount: part.count, alignment: 8)
      run.copyBytes(from: part)
      return run
    }
    defer { for run in runs { run.deallocate() } }
    return try encoding.identify(runs: runs.map { UnsafeRawBufferPointer($0) }, of: runs).blobID
  }

  @Test(arguments: [10, 40, 1000])
  func `however the bytes are cut, the id is the same`(shardCount: Int) throws {
    let encoding = try BlobEncoding(shardCount: shardCount)
    var random = SplitMix64.announced()
    for _ in 0..<(shardCount == 1000 ? 2 : 40) {
      let count = 1 + Int(random.next() % 40_000)
      var content = random.bytes(count)
      // Rows that are the same, or empty, are found in pieces as well.
      if random.next() % 2 == 0 {
        for index in content.indices where index % 2048 < 1500 { content[index] = 0 }
      }
      let expected = try encoding.identify(content).blobID
      for size in [1 + Int(random.next() % 3000), 64 + Int(random.next() % 40_000), count] {
        #expect(try id(content, runSize: size, encoding) == expected, "\(count) by \(size)")
      }
    }
  }

  @Test func `nothing in no run is the empty blob`() throws {
    let encoding = try BlobEncoding(shardCount: 10)
    #expect(try id([], runSize: 10, encoding) == encoding.identify([]).blobID)
  }
}
