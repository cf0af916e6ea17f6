@testable import WalrusIdentity

/// The definition of an identifier, word by word and without a single saving: the whole matrix in
/// memory, every symbol coded and hashed by itself.
struct PlainEncoding {
  let encoding: BlobEncoding

  func sliverPairHashes(_ content: [UInt8]) throws -> [BlobMetadata.SliverPairHashes] {
    let symbolSize = try encoding.symbolSize(forUnencodedLength: content.count)
    let (n, p, s) = (
      encoding.shardCount, encoding.sourceRowCount, encoding.sourceColumnCount
    )
    let padded = content + [UInt8](repeating: 0, count: p * s * symbolSize - content.count)
    var matrix = [[[UInt8]]](repeating: [], count: n)
    for row in 0..<p {
      let symbols = (0..<s).map { column in
        let start = (row * s + column) * symbolSize
        return Array(padded[start..<start + symbolSize])
      }
      matrix[row] = symbols + recovery(of: symbols, n - s)
    }
    for row in p..<n { matrix[row] = [[UInt8]](repeating: [], count: n) }
    for column in 0..<n {
      let symbols = recovery(of: (0..<p).map { matrix[$0][column] }, n - p)
      for (index, symbol) in symbols.enumerated() { matrix[p + index][column] = symbol }
    }
    return (0..<n).map { shard in
      BlobMetadata.SliverPairHashes(
        primary: root(matrix[shard]),
        secondary: root((0..<n).map { matrix[$0][n - 1 - shard] }))
    }
  }

  private func root(_ symbols: [[UInt8]]) -> Bytes32 {
    var nodes = symbols.map { BLAKE2b.digest(prefix: 0, $0.span.bytes) }
    while nodes.count > 1 {
      if nodes.count % 2 == 1 { nodes.append(.zero) }
      nodes = stride(from: 0, to: nodes.count, by: 2).map {
        BLAKE2b.digest(prefix: 1, (nodes[$0].bytes + nodes[$0 + 1].bytes).span.bytes)
      }
    }
    return nodes[0]
  }

  private func recovery(of symbols: [[UInt8]], _ count: Int) -> [[UInt8]] {
    let size = symbols[0].count
    let slotSize = (size + 7) / 8 * 8
    let code = ReedSolomonCode(originalCount: symbols.count, recoveryCount: count)
    var work = [UInt64](repeating: 0, count: code.workSlotCount * slotSize / 8)
    var elements = work.mutableSpan
    var target = elements.mutableBytes
    for (slot, symbol) in symbols.enumerated() {
      SymbolLayout.pack(symbol.span.bytes, into: &target, at: slot * slotSize)
    }
    var recovered = [UInt64](repeating: 0, count: code.recoverySlotCount * slotSize / 8)
    code.encode(&work, presentCount: symbols.count, slotSize: slotSize, into: &recovered)
    return (0..<count).map { slot in
      var symbol = [UInt8](repeating: 0, count: size)
      var elements = symbol.mutableSpan
      var target = elements.mutableBytes
      let start = slot * slotSize
      SymbolLayout.unpack(
        recovered.span.bytes.extracting(start..<start + size), into: &target, at: 0)
      return symbol
    }
  }
}
