internal import Bytes
internal import Forwarding
internal import HTTP
internal import Routing
internal import Transport

extension Connection {
  /// Reads the header that a proxy sends before anything else, and takes the client that it names.
  @inline(never)
  func receiveProxyHeader() {
    let buffer = unsafe shard.readBuffer
    let carried = unsafe takeCarry(into: buffer)
    let free = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[carried...])
    switch unsafe transport.read(into: free) {
    case .moved(let count): takeProxyHeader(count: carried + count)
    case .wouldBlock: unsafe keep(buffer, from: 0, to: carried)
    case .ended: finish()
    case .failed: abort()
    }
  }

  private func takeProxyHeader(count: Int) {
    let buffer = unsafe shard.readBuffer
    let bytes = unsafe Span<UInt8>(
      _unsafeStart: buffer.baseAddress!.assumingMemoryBound(to: UInt8.self), count: count)
    switch ProxyHeader.parse(bytes) {
    case .incomplete: unsafe keep(buffer, from: 0, to: count)
    case .malformed:
      shard.statistics.refused(.proxyHeader)
      abort()
    case .complete(let header):
      if let client = header.client, !accept(client) { return }
      let rest = count - header.byteCount
      let start = unsafe UnsafeRawBufferPointer(rebasing: buffer[header.byteCount..<count])
      unsafe buffer.copyMemory(from: start)
      activity = nil
      enter(.idle)
      if rest > 0 { process(count: rest) }
    }
  }

  /// Takes the client that a header has named; false when it is not served.
  private func accept(_ client: PeerAddress) -> Bool {
    unsafe peer = client
    let isProxy = shard.limits.trustedProxies.contains(client)
    unsafe traits.remove(.isFromProxy)
    if isProxy { unsafe traits.insert(.isFromProxy) }
    if let filter = shard.filter, filter.refuses(client) {
      shard.statistics.refused(.addressRule)
      abort()
      return false
    }
    switch shard.gate.take(client, isProxy: isProxy) {
    case .taken: unsafe traits.insert(.isCounted)
    case .uncounted: break
    case .refused:
      shard.statistics.refused(.addressLimit)
      turnAway(.tooManyConnections)
      return false
    }
    return true
  }

  /// Finds out for whom a trusted proxy sends the request whose head was just parsed, and puts it
  /// into the shard's `client`; gives what is wrong with the request, if something is.
  ///
  /// Reads the fields in place: this is the cached path of every site behind a proxy.
  func findClient(_ bytes: Span<UInt8>) -> Refusal? {
    let shard = self.shard
    unsafe shard.client = peer
    let fields = shard.limits.forwardedFields
    var forwarded: PeerAddress?
    var listed: PeerAddress?
    let readsForwarded = fields == .either || fields == .forwarded
    if readsForwarded, shard.head.contains(.forwarded) {
      var hops = ForwardedHops(proxies: shard.limits.trustedProxies)
      guard read(.forwarded, in: bytes, { hops.readForwarded($0) }) else {
        return .malformedForwarding
      }
      forwarded = hops.address
    }
    let readsList = fields == .either || fields == .xForwardedFor
    if readsList, shard.head.contains(.xForwardedFor) {
      var hops = ForwardedHops(proxies: shard.limits.trustedProxies)
      guard read(.xForwardedFor, in: bytes, { hops.readForwardedFor($0) }) else {
        return .malformedForwarding
      }
      listed = hops.address
      // One of the two was written by the client alone, and it is not known which.
      let isListAlone = !readsForwarded || !shard.head.contains(.forwarded)
      if !isListAlone, !Self.agree(forwarded, listed) { return .malformedForwarding }
    }
    guard let client = listed ?? forwarded else { return nil }
    unsafe shard.client = client
    if let filter = shard.filter, filter.refuses(client) { return .addressRefused }
    return nil
  }

  /// Reads every line of a field until one is not accepted; whether all were.
  @inline(__always)
  private func read(
    _ field: KnownField, in bytes: Span<UInt8>, _ accepts: (Span<UInt8>) -> Bool
  ) -> Bool {
    let head = shard.head
    var line = head.firstIndex(of: field)
    while let index = line {
      guard accepts(head.value(at: index, in: bytes)) else { return false }
      line = head.nextIndex(of: field, after: index)
    }
    return true
  }

  private static func agree(_ one: PeerAddress?, _ other: PeerAddress?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return one.isSameHost(as: other)
  }
}
