/// What can be fuzzed: each target takes any bytes, and whatever it finds wrong it traps on.
enum FuzzTarget: String, CaseIterable {
  case request, ranges, chunked, targets, ids, cids, blocks, replies, credentials, cookies,
    signatures, proxies, forwarded, addresses, traces

  /// The function that libFuzzer calls for each input.
  var run: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt {
    switch self {
    case .request: fuzzRequest
    case .ranges: fuzzRanges
    case .chunked: fuzzChunked
    case .targets: fuzzTargets
    case .ids: fuzzIDs
    case .cids: fuzzCIDs
    case .blocks: fuzzBlocks
    case .replies: fuzzReplies
    case .credentials: fuzzCredentials
    case .proxies: fuzzProxyHeaders
    case .forwarded: fuzzForwarded
    case .addresses: fuzzAddresses
    case .cookies: fuzzCookies
    case .signatures: fuzzSignatures
    case .traces: fuzzTraces
    }
  }
}

/// Hands an input of libFuzzer to a body that takes a span.
func withInput(
  _ start: UnsafePointer<UInt8>?, _ count: Int, _ body: (Span<UInt8>) -> Void
) -> CInt {
  // A copy of exact size, so that the sanitizer sees a read past either end.
  body(Array(UnsafeBufferPointer(start: start, count: count)).span)
  return 0
}
