import TestSupport
import Testing

@testable import Devnet

@Suite struct DurabilityTests {
  @Test func `blobs, attributes and the epoch survive a restart`() async throws {
    let directory = TemporaryDirectory("devnet")
    let (id, object) = try await NetworkFixture.with(in: directory) { fixture in
      let put = try await fixture.send(
        "PUT", "/v1/blobs?epochs=9", body: Array("kept".utf8), to: .publisher)
      let made = try #require(put.json["newlyCreated"]?["blobObject"])
      let ids = (made["blobId"]!.string!, made["id"]!.string!)
      try await fixture.control("POST", "/objects/\(ids.1)/attributes", #"{"link":"<a>"}"#)
      try await fixture.control("POST", "/epoch")
      return ids
    }
    try await NetworkFixture.with(in: directory) { fixture in
      #expect(fixture.network.epoch == 2)
      let read = try await fixture.send("GET", "/v1/blobs/\(id)")
      #expect(read.text == "kept")
      let byObject = try await fixture.send("GET", "/v1/blobs/by-object-id/\(object)")
      #expect(byObject["link"] == "<a>")
      let again = try await fixture.send(
        "PUT", "/v1/blobs", body: Array("kept".utf8), to: .publisher)
      #expect(again.json["alreadyCertified"] != nil)
    }
  }

  @Test func `torn and foreign files are ignored`() async throws {
    let directory = TemporaryDirectory("devnet")
    let ids = try await NetworkFixture.with(in: directory) { fixture in
      var ids: [String] = []
      for text in ["whole", "short content", "no content", "torn record"] {
        ids.append(try await fixture.store(text))
      }
      return ids
    }
    directory.write("network/\(ids[1]).content", Array("short".utf8))
    directory.write("network/\(ids[3]).record", Array("{\"blobID\"".utf8))
    directory.write("network/\(ids[0]).content.1.draft", Array("half".utf8))
    directory.write("network/stray", Array("?".utf8))
    let store = try StoreDirectory(creating: directory("network"))
    store.remove("\(ids[2]).content")
    try await NetworkFixture.with(in: directory) { fixture in
      var statuses: [Int] = []
      for id in ids { statuses.append(try await fixture.send("GET", "/v1/blobs/\(id)").status) }
      #expect(statuses == [200, 404, 404, 404])
      let names = try StoreDirectory(creating: directory("network")).names
      #expect(!names.contains { $0.hasSuffix(".draft") })
      // What is ignored does not stand in the way of storing it again.
      let again = try await fixture.store("short content")
      let read = try await fixture.send("GET", "/v1/blobs/\(again)")
      #expect(read.text == "short content")
    }
  }

  @Test func `a directory serves one network at a time and one number of shards`() async throws {
    let directory = TemporaryDirectory("devnet")
    var configuration = LocalNetwork.Configuration(dataDirectory: directory("network"))
    configuration.shardCount = 10
    let first = try LocalNetwork(configuration: configuration)
    #expect(throws: LocalNetworkError.self) { try LocalNetwork(configuration: configuration) }
    first.stop()
    configuration.shardCount = 13
    do {
      _ = try LocalNetwork(configuration: configuration)
      Issue.record("13 shards over 10")
    } catch {
      #expect("\(error)".contains("holds blobs for 10 shards, not 13"))
    }
  }

  @Test func `a port in use is reported with its number`() async throws {
    try await NetworkFixture.with { fixture in
      let other = TemporaryDirectory("devnet")
      var configuration = LocalNetwork.Configuration(dataDirectory: other("network"))
      configuration.publisherPort = fixture.port(.publisher)
      do {
        _ = try LocalNetwork(configuration: configuration)
        Issue.record("two on one port")
      } catch {
        #expect("\(error)".contains("127.0.0.1:\(configuration.publisherPort)"))
      }
      // Nothing of the failed one is left: neither the directory nor the ports before.
      configuration.publisherPort = 0
      let second = try LocalNetwork(configuration: configuration)
      second.stop()
      second.stop()
    }
  }
}
