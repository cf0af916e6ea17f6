internal import Bytes

/// A connection that was accepted and waits for a place; it is only a descriptor yet.
struct ArrivedConnection {
  let descriptor: Int32
  let peer: PeerAddress
  let traits: ConnectionTraits
}
