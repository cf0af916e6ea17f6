import Testing

@testable import ContentDelivery

@Suite struct SliceGeometryTests {
  @Test(
    arguments: [
      (1000, 100, 10, 100), (1001, 100, 11, 1), (999, 100, 10, 99), (1, 100, 1, 1),
      (0, 100, 0, 0),
    ])
  func `only the last slice is shorter`(length: Int, size: Int, count: Int, last: Int) {
    let geometry = SliceGeometry(length: length, sliceSize: size)
    #expect(geometry.count == count)
    var end = 0
    for slice in 0..<count {
      let bytes = geometry.bytes(of: slice)
      #expect(bytes.lowerBound == end)
      #expect(bytes.count == (slice == count - 1 ? last : size))
      #expect(geometry.slice(at: bytes.lowerBound) == slice)
      #expect(geometry.slice(at: bytes.upperBound - 1) == slice)
      end = bytes.upperBound
    }
    #expect(end == length)
  }

  @Test(
    arguments: [
      (0..<1, 0..<1), (0..<100, 0..<1), (99..<101, 0..<2), (250..<950, 2..<10),
      (949..<950, 9..<10), (100..<200, 1..<2), (300..<300, 3..<3),
    ])
  func `a run of bytes is in as few slices as hold it`(bytes: Range<Int>, slices: Range<Int>) {
    let geometry = SliceGeometry(length: 950, sliceSize: 100)
    #expect(geometry.slices(covering: bytes) == slices)
    let covered = geometry.bytes(of: slices)
    #expect(bytes.isEmpty || covered.contains(bytes.lowerBound))
    #expect(bytes.isEmpty || covered.contains(bytes.upperBound - 1))
  }

  @Test func `slices are made smaller where memory is short`() {
    func limits(bytes: Int, objectMax: Int? = nil) -> SliceLimits {
      MemoryTierLimits(bytes: bytes, shardCount: 1, objectMax: objectMax).slices
    }
    #expect(limits(bytes: 1 << 30).size == 1 << 20)
    #expect(limits(bytes: 1 << 30).wholeMax == 4 << 20)
    #expect(limits(bytes: 4 << 20).size == 256 << 10)
    // No more in one piece than an eighth.
    #expect(limits(bytes: 4 << 20).wholeMax == 512 << 10)
    #expect(limits(bytes: 1 << 30).cuts(.max >> 20))
    #expect(!limits(bytes: 1 << 30).cuts(4 << 20))
    let bounded = limits(bytes: 1 << 30, objectMax: 8 << 20)
    #expect(bounded.cuts(8 << 20) && !bounded.cuts(8 << 20 + 1))
    #expect(!limits(bytes: 1 << 30, objectMax: 100_000).cuts(100_001))
  }

  @Test func `no slice has the key of anything else`() {
    let key = SampleContent.key(1)
    let keys = [key] + (0..<1000).map { key.slice($0) }
    #expect(Set(keys).count == 1001)
    #expect(keys.map(\.isSlice).firstIndex(of: false) == 0)
    #expect(keys.dropFirst().allSatisfy { $0.isSlice && $0.kind == .blob })
  }
}
