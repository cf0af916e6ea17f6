import Bytes
import Forwarding

/// Whatever a client writes in front of what its proxy appends, the client is whom the proxy names,
/// or the request is refused; and never is one that is trusted preferred to one that is not.
func fuzzForwarded(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    let given = bytes.indices.map { bytes[$0] }
    let client = PeerAddress(parsing: "192.0.2.1")!
    for (appended, isForwarded) in [
      (",for=192.0.2.1", true), (",for=\"192.0.2.1\";proto=http", true), (",192.0.2.1", false),
    ] {
      let line = given + Array(appended.utf8)
      var hops = ForwardedHops(proxies: fuzzedProxies)
      let isRead =
        isForwarded ? hops.readForwarded(line.span) : hops.readForwardedFor(line.span)
      if isRead { precondition(hops.address == client, "the client has chosen its address") }
    }
    var alone = ForwardedHops(proxies: fuzzedProxies)
    _ = alone.readForwarded(bytes)
    _ = alone.readForwardedFor(bytes)
  }
}

private let fuzzedProxies = AddressBlocks([AddressBlock("10.0.0.0/8")!, AddressBlock("::1")!])
