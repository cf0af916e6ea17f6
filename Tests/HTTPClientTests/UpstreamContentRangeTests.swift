import HTTPClient
import Testing

@Suite struct UpstreamContentRangeTests {
  @Test(
    arguments: [
      ("bytes 0-0/1", 0...0, 1), ("Bytes 5-7/10", 5...7, 10), ("bytes 5-7/*", 5...7, nil),
      ("bytes */10", nil, 10),
    ] as [(String, ClosedRange<Int64>?, Int64?)])
  func `a well-formed value is understood`(
    value: String, positions: ClosedRange<Int64>?, total: Int64?
  ) {
    let range = UpstreamContentRange(parsing: value)
    #expect(range != nil)
    #expect(range?.positions == positions)
    #expect(range?.total == total)
  }

  @Test(arguments: [
    "", "bytes", "bytes ", "bytes 5-7", "bytes 7-5/10", "bytes 5-10/10", "bytes */*",
    "bytes -7/10", "bytes 5-/10", "items 0-0/1", "bytes 0-0/1x", "bytes=0-0/1",
    "bytes 0-9999999999999999999/*",
  ])
  func `anything else is nothing`(value: String) {
    #expect(UpstreamContentRange(parsing: value) == nil)
  }
}
