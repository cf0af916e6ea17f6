import HTTP
import Testing

@Suite struct CachingTests {
  @Test func `cache status is printed as RFC 9211 writes it`() {
    var hit = CacheStatus(.hit)
    hit.timeToLive = 376
    #expect(
      printed { hit.print(name: "floe", detail: "memory", into: &$0) }
        == "floe; hit; ttl=376; detail=memory")
    var miss = CacheStatus(.forward(.uriMiss))
    miss.forwardStatus = .ok
    miss.isStored = true
    miss.isCollapsed = true
    #expect(
      printed { miss.print(name: "floe", into: &$0) }
        == "floe; fwd=uri-miss; fwd-status=200; stored; collapsed")
    var stale = CacheStatus(.forward(.stale))
    stale.timeToLive = -5
    #expect(printed { stale.print(name: "floe", into: &$0) } == "floe; fwd=stale; ttl=-5")
  }

  @Test func `the longest cache status fits its bound`() {
    var status = CacheStatus(.forward(.varyMiss))
    status.forwardStatus = .ok
    status.timeToLive = .min
    status.isStored = true
    status.isCollapsed = true
    let text = printed { status.print(name: "f", detail: "d", into: &$0) }
    #expect(text.utf8.count - 2 <= CacheStatus.byteCountMax)
    #expect(text.contains("ttl=-999999999999999"))
  }

  @Test func `age is whole seconds and never negative`() {
    let stored = HTTPDate(seconds: 100)
    #expect(Age.seconds(since: stored, now: HTTPDate(seconds: 160)) == 60)
    #expect(Age.seconds(since: stored, now: HTTPDate(seconds: 90)) == 0)
    #expect(printed { Age.print(60, into: &$0) } == "60")
    #expect(printed { Age.print(.max, into: &$0) } == "2147483648")
  }

  @Test(
    arguments: [
      (nil, .identity), ("", .identity), ("gzip", .gzip), ("gzip, br", .brotli),
      ("gzip, deflate, br, zstd", .zstd), ("br;q=0.5, gzip;q=0.8", .gzip), ("gzip;q=0", .identity),
      ("*", .zstd), ("*;q=0", nil), ("identity;q=0", nil), ("identity;q=0, gzip", .gzip),
      ("*;q=0, identity", .identity), ("GZIP", .gzip), ("x-gzip", .gzip), ("deflate", .identity),
      ("gzip;q=1.0", .gzip), ("gzip ; q=0.001", .gzip), ("gzip;q=2", .identity),
      ("gzip;q=0.1234", .identity), ("gzip;q=", .identity), ("gzip;q=-1", .identity),
      ("identity, gzip;q=0.5", .identity), ("gzip;level=1", .identity), (", ,gzip", .gzip),
      ("gzip\r\nAccept-Encoding: br;q=0.9", .gzip),
    ] as [(String?, ContentCoding?)])
  func `the coding is chosen by weight`(value: String?, expected: ContentCoding?) throws {
    let field = value.map { "Accept-Encoding: \($0)\r\n" } ?? ""
    let (head, bytes) = try RequestParserTests.head("GET / HTTP/1.1\r\nHost: a\r\n\(field)\r\n")
    let accept = AcceptEncoding(head, in: bytes.span)
    #expect(accept.preferred(among: .all) == expected, "\(value ?? "absent")")
    if expected == .gzip || expected == .brotli {
      #expect(
        accept.preferred(among: .identity)
          == (value?.contains("identity;q=0") == true ? nil : .identity))
    }
  }
}
