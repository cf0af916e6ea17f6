import TestSupport
import Testing

@testable import WalrusUpstream

@Suite struct EndpointListsTests {
  private static let operators = """
    {"mainnet": {"aggregators": {
        "https://b.example.org": {"operator": "B", "cache": true},
        "https://a.example.com": {"operator": "A", "cache": true, "functional": true},
        "https://c.example.net:9000": {"operator": "C", "cache": true},
        "https://slow.example.io": {"operator": "D", "cache": false},
        "https://gone.example.io": {"operator": "E", "cache": true, "functional": false},
        "not a url": {"operator": "F", "cache": true}},
      "publishers": {}},
     "testnet": {"aggregators": {"http://10.0.0.1:9000": {"operator": "G"}},
      "publishers": {"https://p.example.org/publish": {"operator": "H"}}},
     "devnet": {"aggregators": {"https://x.example": {}}}}
    """

  private static func bases(_ endpoints: [WalrusEndpoint]?) -> [String]? {
    endpoints?.map(\.base)
  }

  @Test func `the operators' list becomes a list of what works`() throws {
    let lists = try EndpointLists(operators: Array(Self.operators.utf8))
    let mainnet = lists.hosts[.mainnet]
    #expect(
      Self.bases(mainnet?.aggregators) == [
        "https://a.example.com", "https://b.example.org", "https://c.example.net:9000",
      ])
    #expect(mainnet?.publishers.isEmpty == true)
    #expect(Self.bases(lists.hosts[.testnet]?.aggregators) == ["http://10.0.0.1:9000"])
    #expect(Self.bases(lists.hosts[.testnet]?.publishers) == ["https://p.example.org/publish"])
  }

  @Test func `where few have a cache nobody is left out for want of one`() throws {
    let few = #"{"mainnet":{"aggregators":{"https://a.b":{"cache":true},"https://c.d":{}}}}"#
    let lists = try EndpointLists(operators: Array(few.utf8))
    #expect(Self.bases(lists.hosts[.mainnet]?.aggregators) == ["https://a.b", "https://c.d"])
  }

  @Test func `what is written is read again`() throws {
    let lists = try EndpointLists(operators: Array(Self.operators.utf8))
    #expect(try EndpointLists(json: Array(lists.json.utf8)) == lists)
    let directory = TemporaryDirectory("endpoints")
    directory.write("list.json", Array(lists.json.utf8))
    #expect(try EndpointLists.read(path: directory("list.json")) == lists)
  }

  @Test(
    arguments: [
      ("", "is not a list"), ("[]", "is not a list"), ("{}", "has no aggregator"),
      (#"{"mainnet":{"aggregators":[],"publishers":[]}}"#, "has no aggregator"),
      (#"{"mainnet":{"aggregators":["ftp://x"],"publishers":[]}}"#, "is no URL: \"ftp://x\""),
    ])
  func `a list of no use is refused with a reason`(json: String, reason: String) {
    let error = #expect(throws: EndpointLists.Malformed.self) {
      try EndpointLists(json: Array(json.utf8))
    }
    #expect(error?.description.contains(reason) == true)
  }

  @Test func `a file that is not there is named`() {
    let error = #expect(throws: EndpointLists.Malformed.self) {
      try EndpointLists.read(path: "/nowhere/list.json")
    }
    #expect(error?.description == "/nowhere/list.json cannot be read: No such file or directory")
  }

  @Test(arguments: [
    ("https://aggregator.walrus-mainnet.walrus.space", "walrus.space"),
    ("https://walrus.stakepool.dev.br", "stakepool.dev.br"),
    ("https://walrus-mainnet.stakeengine.co.uk", "stakeengine.co.uk"),
    ("https://walmain.agg.chainflow.io:9443/x", "chainflow.io"),
    ("https://walrus-mainnet.stakingdefenseleague.com.", "stakingdefenseleague.com"),
    ("http://67.220.194.10:9000", "67.220.194.10:9000"), ("http://[::1]:9000", "[::1]:9000"),
    ("http://localhost:9000", "localhost:9000"), ("https://WWW.Example.ORG", "example.org"),
    ("https://example.co", "example.co"),
  ])
  func `the operator is told by the registrable domain`(url: String, name: String) {
    #expect(WalrusEndpoint(url)?.operatorName == name)
  }

  @Test func `the shipped hosts belong to many operators`() {
    let names = EndpointList.aggregators(of: .mainnet).map(\.operatorName)
    #expect(Set(names).count >= 40)
  }
}
