import TestSupport
import Testing

@testable import Devnet

/// The local gateways of IPFS.
@Suite struct IPFSTests {
  /// Contents and the CIDs that the usual tools give them.
  static let published: [(content: String, form: BlockForm, cid: String)] = [
    ("hello world\n", .raw, "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4"),
    ("", .raw, "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"),
    (
      "Hello from IPFS Gateway Checker\n", .dagPB,
      "bafybeifx7yeb55armcsxwwitkymga5xf53dxiarykms3ygqic223w5sk3m"
    ),
    ("", .dagPB, "bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y"),
  ]

  private func get(
    _ fixture: NetworkFixture, _ target: String, _ fields: [String] = []
  ) async throws -> RawResponse {
    let port = UInt16(fixture.network.ipfsURLs[0].split(separator: ":").last!)!
    let client = try await RawClient.connect(port: port)
    defer { client.close() }
    try await client.send(NetworkFixture.request("GET", target, fields))
    return try await client.response()
  }

  private func with(_ body: (NetworkFixture) async throws -> Void) async throws {
    try await NetworkFixture.with(configure: { $0.ipfsPorts = [0] }) { try await body($0) }
  }

  @Test func `contents get the published CIDs, and files and blocks are handed out`() async throws {
    try await with { fixture in
      for row in Self.published {
        let cid = try fixture.network.addToIPFS(Array(row.content.utf8), form: row.form)
        #expect(cid == row.cid)
        #expect(try await get(fixture, "/ipfs/\(cid)").text == row.content)
        let block = try await get(fixture, "/ipfs/\(cid)?format=raw")
        #expect(block["Content-Type"] == "application/vnd.ipld.raw")
        #expect(
          block.body.count == (row.form == .raw ? 0 : row.content.isEmpty ? 6 : 8)
            + row.content.utf8.count)
        let accepted = try await get(
          fixture, "/ipfs/\(cid)", ["Accept: application/vnd.ipld.raw"])
        #expect(accepted.body == block.body)
      }
    }
  }

  @Test func `long contents are cut into blocks and put together again`() async throws {
    try await with { fixture in
      let content = (0..<5000).map { UInt8(truncatingIfNeeded: $0 / 7) }
      let answer = try await fixture.send(
        "POST", "/ipfs?chunk=1024", body: content, to: .control)
      let cid = try #require(answer.json["cid"]?.string)
      #expect(cid.hasPrefix("bafybei"))
      #expect(try await get(fixture, "/ipfs/\(cid)").body == content)
      let part = try await get(fixture, "/ipfs/\(cid)", ["Range: bytes=1000-2999"])
      #expect(part.status == 206)
      #expect(part.body == Array(content[1000...2999]))
    }
  }

  @Test func `what is not there is told, and a path stays inside the directory`() async throws {
    try await with { fixture in
      #expect(try await get(fixture, "/ipfs/bafkqaaa").status == 404)
      #expect(try await get(fixture, "/ipfs/..%2Fnetwork").status == 404)
      #expect(try await get(fixture, "/other").status == 404)
      let refused = try await fixture.send("POST", "/ipfs?chunk=1", body: [1], to: .control)
      #expect(refused.status == 400)
    }
  }
}
