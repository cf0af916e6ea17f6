import FoundationEssentials
import Testing
import WalrusIdentity

/// Identifiers against the vectors: every one, intermediate hashes included.
struct BlobEncodingTests {
  @Test(arguments: Vectors.all.vectors)
  func `the identifier and everything it is made of match the vector`(
    vector: Vectors.Blob
  ) throws {
    let encoding = try BlobEncoding(shardCount: vector.n_shards)
    #expect(encoding.sourceRowCount == vector.primary_source_symbols)
    #expect(encoding.sourceColumnCount == vector.secondary_source_symbols)

    let content = vector.content
    #expect(content.count == vector.size)
    let metadata = try encoding.identify(content, keepingSliverHashes: true)
    #expect(metadata.unencodedLength == vector.size)
    #expect(metadata.symbolSize == vector.symbol_size)
    #expect(metadata.encodedLength == vector.encoded_length)
    #expect(metadata.rootHash.description == vector.root_hash_hex)
    #expect(metadata.blobID.description == vector.blob_id)
    #expect(metadata.blobID.raw.description == vector.blob_id_hex)

    let slivers = metadata.sliverPairHashes
    #expect(slivers.count == vector.n_shards)
    var expected = Array((vector.all_sliver_pair_hashes ?? []).enumerated())
    expected += (vector.sliver_pair_hashes_first3 ?? []).enumerated()
    if let last = vector.sliver_pair_hash_last { expected.append((vector.n_shards - 1, last)) }
    for (shard, pair) in expected {
      #expect(slivers[shard].primary.description == pair.primary, "shard \(shard)")
      #expect(slivers[shard].secondary.description == pair.secondary, "shard \(shard)")
    }
  }

  @Test
  func `sizes follow the rules of the public networks`() throws {
    let network = BlobEncoding.network
    #expect(network.shardCount == 1000)
    #expect(network.sourceSymbolCount == 222_778)
    #expect(network.unencodedLengthMax == 14_599_533_452)
    for (length, symbolSize) in [
      (0, 2), (1, 2), (445_556, 2), (445_557, 4), (1 << 20, 6), (10 << 20, 48), (64 << 20, 302),
      (14_599_533_452, 65_534),
    ] {
      #expect(try network.symbolSize(forUnencodedLength: length) == symbolSize)
    }
    #expect(try network.encodedLength(forUnencodedLength: 17) == 66_034_000)
    let error = BlobEncodingError.contentTooLarge(
      length: 14_599_533_453, max: 14_599_533_452)
    #expect(throws: error) { try network.encodedLength(forUnencodedLength: 14_599_533_453) }
    #expect(
      error.description
        == "content of 14599533453 bytes is too large: at most 14599533452 can be encoded")
  }

  @Test(arguments: [-1, 0, 1, 3, 1001, Int.max])
  func `a number of shards outside the supported ones is refused`(count: Int) {
    let error = BlobEncodingError.unsupportedShardCount(count)
    #expect(throws: error) { try BlobEncoding(shardCount: count) }
    #expect(error.description == "\(count) shards are not supported, only 4 to 1000")
  }

  @Test
  func `content beyond the largest symbol is refused before any work`() throws {
    let encoding = try BlobEncoding(shardCount: 4)
    let content = [UInt8](repeating: 0, count: encoding.unencodedLengthMax + 1)
    #expect(throws: BlobEncodingError.contentTooLarge(length: 393_205, max: 393_204)) {
      try encoding.identify(content)
    }
    #expect(try encoding.identify(content.dropLast().map { $0 }).symbolSize == 65_534)
  }

  @Test
  func `progress rises from zero to one and can stop the work`() throws {
    let encoding = try BlobEncoding(shardCount: 100)
    var parts: [Double] = []
    _ = try encoding.identify([1, 2, 3]) { part in
      parts.append(part)
      return true
    }
    #expect(parts.first == 0)
    #expect(parts.last == 1)
    #expect(parts == parts.sorted())
    #expect(parts.count == 101)

    var calls = 0
    #expect(throws: BlobEncodingError.cancelled) {
      try encoding.identify([1, 2, 3]) { _ in
        calls += 1
        return calls < 5
      }
    }
    #expect(calls == 5)
  }
}
