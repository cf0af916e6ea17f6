/// The servers of a network and the state they share.
struct Roster: Sendable {
  /// A server of the network with what runs on it.
  struct Place: Sendable {
    let member: Member
    let emulated: NetworkMember
    let server: ThreadedServer
  }

  let store: BlobStore
  let clock: NetworkClock
  /// What the gateways of IPFS have.
  let shelf: BlockShelf
  let places: [Place]

  /// The aggregators, in order.
  var aggregators: [Place] {
    places.filter { if case .aggregator = $0.member { true } else { false } }
  }

  /// The gateways of IPFS, in order.
  var gateways: [Place] {
    places.filter { if case .gateway = $0.member { true } else { false } }
  }

  /// The server of a member; nil when the network has no such one.
  subscript(_ member: Member) -> Place? {
    places.first { $0.member == member }
  }

  /// The servers that a name in a control call means: an index, `publisher`, `ipfs-` with an index, or `all` for the
  /// aggregators.
  func named(_ name: String) -> [Place] {
    name == "all" ? aggregators : places.filter { $0.member.description == name }
  }
}
