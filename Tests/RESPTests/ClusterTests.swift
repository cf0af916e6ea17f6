import RESP
import Testing

@Suite struct ClusterTests {
  @Test func `the checksum is that of the specification`() {
    #expect(ClusterSlot.checksum("123456789".utf8) == 0x31c3)
  }

  @Test(arguments: [
    ("foo", 12182), ("bar", 5061), ("{user1000}.following", 3443), ("{user1000}.followers", 3443),
    ("user1000", 3443), ("foo{}{bar}", 8363), ("foo{{bar}}zap", 4015), ("foo{bar}{zap}", 5061),
    ("{", 4092), ("", 0),
  ])
  func `a key is in its slot, or in that of its tag`(key: String, slot: Int) {
    #expect(ClusterSlot(of: Array(key.utf8)).number == slot)
  }

  @Test(arguments: [
    ("127.0.0.1:6381", "127.0.0.1", 6381), (":6381", "", 6381), ("::1:6381", "::1", 6381),
    ("[::1]:6381", "::1", 6381), ("cache-1.example:6379", "cache-1.example", 6379),
  ])
  func `an endpoint has a host and a port`(text: String, host: String, port: UInt16) {
    #expect(ClusterEndpoint(text) == ClusterEndpoint(host: host, port: port))
  }

  @Test(arguments: ["", "6381", "a:", "a:0", "a:65536", "a:x"])
  func `other texts are no endpoint`(text: String) {
    #expect(ClusterEndpoint(text) == nil)
  }

  private static func row(_ first: Int64, _ last: Int64, _ host: String, _ port: Int64) -> RESPValue
  {
    .array([
      .number(first), .number(last),
      .array([.blobString(Array(host.utf8)), .number(port), .blobString(Array("id".utf8))]),
    ])
  }

  private static let map = ClusterMap(
    slots: .array([row(5461, 16383, "b", 2), row(0, 5459, "", 1)]), teller: "a")

  @Test(
    arguments: [
      (0, "a:1"), (5459, "a:1"), (5460, nil), (5461, "b:2"), (16383, "b:2"),
    ] as [(Int, String?)])
  func `the map knows who has a slot`(number: Int, endpoint: String?) throws {
    let map = try #require(Self.map)
    let slot = try #require(ClusterSlot(number: number))
    #expect(map.endpoint(of: slot) == endpoint.flatMap { ClusterEndpoint($0) })
  }

  @Test(arguments: [
    RESPValue.array([]), .null, .array([.number(1)]), .array([row(1, 0, "a", 1)]),
    .array([row(0, 16384, "a", 1)]), .array([row(0, 1, "a", 0)]),
  ])
  func `a reply of another shape is no map`(reply: RESPValue) {
    #expect(ClusterMap(slots: reply, teller: "a") == nil)
  }

  @Test func `a moved slot is asked where it went, from then on`() throws {
    var map = Self.map
    var route = ClusterRoute()
    let step = route.next(
      after: .simpleError(Array("MOVED 7 :9".utf8)), from: "a", map: &map)
    #expect(step == .send(to: ClusterEndpoint(host: "a", port: 9), isAsking: false))
    let slot = try #require(ClusterSlot(number: 7))
    #expect(map?.endpoint(of: slot) == ClusterEndpoint(host: "a", port: 9))
  }

  @Test func `a slot on its way is asked there once`() throws {
    var map = Self.map
    var route = ClusterRoute()
    let step = route.next(after: .simpleError(Array("ASK 7 b:2".utf8)), from: "a", map: &map)
    #expect(step == .send(to: ClusterEndpoint(host: "b", port: 2), isAsking: true))
    #expect(map == Self.map)
  }

  @Test func `a command is sent on only so often`() {
    var map = Self.map
    var route = ClusterRoute()
    for _ in 0..<ClusterRoute.redirectsMax {
      #expect(
        route.next(after: .simpleError(Array("TRYAGAIN x".utf8)), from: "a", map: &map) == .wait)
    }
    let error = RESPValue.simpleError(Array("MOVED 7 b:2".utf8))
    #expect(route.next(after: error, from: "a", map: &map) == .deliver)
  }

  @Test(arguments: ["ERR no", "MOVED", "MOVED 99999 a:1", "ASK 1 a", "MOVED x a:1"])
  func `other errors are the caller's`(text: String) {
    var map = Self.map
    var route = ClusterRoute()
    #expect(
      route.next(after: .simpleError(Array(text.utf8)), from: "a", map: &map) == .deliver)
  }
}
