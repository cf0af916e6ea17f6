internal import Devnet
internal import FoundationEssentials
internal import TestSupport
internal import Testing
internal import WalrusIdentity

extension EdgeUnderTest {
  /// Bytes that look like nothing in particular, different for each seed.
  package func content(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = SplitMix64(seed: seed &* 0x9e37_79b9 ^ UInt64(count))
    var bytes = random.bytes(count)
    // A first byte that begins no known format.
    if count > 0 { bytes[0] = 0xf7 }
    return bytes
  }

  /// Stores bytes with the local network's publisher, without the edge; gives the blob's id.
  package func store(_ content: [UInt8]) async throws -> String {
    try await storeObject(content).blobID
  }

  /// Stores bytes as a new object; gives the ids of blob and object.
  package func storeObject(
    _ content: [UInt8], attributes: [String: String] = [:]
  ) async throws -> (blobID: String, objectID: String) {
    let answer = try await publish("/v1/blobs?force=true", content)
    let created = try JSONDecoder().decode(Stored.self, from: Data(answer)).newlyCreated
    let object = try #require(created?.blobObject)
    if !attributes.isEmpty {
      #expect(try network.setAttributes(attributes, of: object.id))
    }
    return (object.blobId, object.id)
  }

  /// Stores a quilt; gives its id and its patches' ids by identifier.
  package func storeQuilt(
    _ patches: [(identifier: String, content: String)], metadata: String? = nil
  ) async throws -> (quilt: String, patches: [String: String]) {
    var parts = patches.map { ($0.identifier, $0.content) }
    if let metadata { parts.append(("_metadata", metadata)) }
    let form = parts.map { name, content in
      "--edge\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"x\"\r\n"
        + "Content-Type: text/plain\r\n\r\n\(content)\r\n"
    }
    let answer = try await publish(
      "/v1/quilts", Array((form.joined() + "--edge--\r\n").utf8),
      ["Content-Type: multipart/form-data; boundary=edge"])
    let stored = try JSONDecoder().decode(StoredQuilt.self, from: Data(answer))
    let quilt = try #require(stored.blobStoreResult.newlyCreated?.blobObject.blobId)
    let ids = stored.storedQuiltBlobs.map { ($0.identifier, $0.quiltPatchId) }
    return (quilt, Dictionary(uniqueKeysWithValues: ids))
  }

  /// The id of a blob on the local network.
  package func id(of content: [UInt8]) throws -> String {
    try BlobEncoding(shardCount: Self.shardCount).identify(content).blobID.description
  }

  private func publish(
    _ target: String, _ body: [UInt8], _ fields: [String] = []
  ) async throws -> [UInt8] {
    let port = try #require(network.publisherURL.split(separator: ":").last.flatMap { UInt16($0) })
    let client = try await RawClient.connect(port: port)
    defer { client.close() }
    try await client.send(Self.request("PUT", target, fields, body: body))
    let response = try await client.response()
    try #require(response.status == 200, "\(response.text)")
    return response.body
  }
}

private struct Stored: Decodable {
  struct Created: Decodable {
    struct Object: Decodable {
      let id: String
      let blobId: String
    }
    let blobObject: Object
  }
  let newlyCreated: Created?
}

private struct StoredQuilt: Decodable {
  struct Patch: Decodable {
    let identifier: String
    let quiltPatchId: String
  }
  let blobStoreResult: Stored
  let storedQuiltBlobs: [Patch]
}
