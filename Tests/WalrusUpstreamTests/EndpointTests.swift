import Testing

@testable import WalrusUpstream

@Suite struct EndpointTests {
  @Test func `every shipped host is an endpoint, once`() {
    let lists = [
      (EndpointList.mainnetCachedAggregators, 44), (EndpointList.mainnetOtherAggregators, 7),
      (EndpointList.testnetAggregators, 50), (EndpointList.testnetPublishers, 47),
    ]
    for (list, count) in lists {
      #expect(list.count == count)
      #expect(Set(list).count == count)
      for url in list { #expect(WalrusEndpoint(url)?.base == url) }
    }
    #expect(EndpointList.aggregators(of: .mainnet).count == 44)
    #expect(EndpointList.publishers(of: .mainnet).isEmpty)
    #expect(EndpointList.publishers(of: .testnet).count == 47)
  }

  @Test(arguments: [
    ("https://a.example", "https://a.example", "a.example"),
    ("https://a.example/", "https://a.example", "a.example"),
    ("http://67.220.194.10:9000", "http://67.220.194.10:9000", "67.220.194.10:9000"),
    ("https://a.example./publish//", "https://a.example./publish", "a.example."),
    ("http://[::1]:8080/x", "http://[::1]:8080/x", "[::1]:8080"),
    ("http://[::1]", "http://[::1]", "[::1]"),
  ])
  func `a URL is an endpoint without the slash at its end`(
    text: String, base: String, source: String
  ) {
    let endpoint = WalrusEndpoint(text)
    #expect(endpoint?.base == base)
    #expect(endpoint?.source == source)
    #expect(endpoint?.url("/v1/blobs/x") == base + "/v1/blobs/x")
  }

  @Test(arguments: [
    "", "a.example", "ftp://a.example", "https://", "https:///x", "https://:80", "https://a:0",
    "https://a:70000", "https://a:b", "https://user@a.example", "https://a.example/?x",
    "https://a.example/#x", "https://a.example/%41", "https://a b", "https://a\r\nX: y",
    "https://-a", "https://[zz]", "https://[::1", "HTTPS://a.example/\u{e9}",
    "https://a.example/" + String(repeating: "a", count: 512),
  ])
  func `anything else is none`(text: String) {
    #expect(WalrusEndpoint(text) == nil)
  }

  @Test func `a rotation asks all in turn and none twice`() {
    let rotation = EndpointRotation(count: 3, start: 7)
    var tried: [Int] = []
    while let index = rotation.choose(excluding: tried) { tried.append(index) }
    #expect(tried == [1, 2, 0])
    #expect(rotation.choose(excluding: []) == 1)
    #expect(rotation.choose(excluding: []) == 2)
    #expect(EndpointRotation(count: 0, start: 5).choose(excluding: []) == nil)
  }
}
