internal import Bytes

/// The plain numbers of one shard, a slot for each meter: only its loop touches them, so that a
/// request costs a few additions.
///
/// `@safe`: the memory is made and freed with the instance, and every slot that is reached through
/// a number lies below `capacity`.
@safe
final class UsageSlots {
  @safe
  private struct Slot {
    var counts = UsageCounts()
    var meter: Unmanaged<Meter>?
    var network: UInt32 = 0
  }

  /// Changes of a network that are kept until they are collected; more of them are not told apart.
  static let movesMax = 2048

  private var slots: UnsafeMutablePointer<Slot>
  private var capacity: Int
  private var touched: [UInt32] = []
  private var moves: [(meter: UInt32, network: UInt32)] = []
  private(set) var lostCount = 0

  /// No slots yet.
  init() {
    capacity = 64
    unsafe slots = .allocate(capacity: capacity)
    unsafe slots.initialize(repeating: Slot(), count: capacity)
    touched.reserveCapacity(capacity)
    moves.reserveCapacity(Self.movesMax)
  }

  deinit {
    for index in 0..<capacity { unsafe slots[index].meter?.release() }
    unsafe slots.deallocate()
  }

  /// Makes a slot for a meter; allocates, so it is not for the cached path.
  func prepare(_ meter: Meter) {
    let index = Int(meter.number)
    if index >= capacity { grow(to: index + 1) }
    if let known = unsafe slots[index].meter {
      if unsafe known.takeUnretainedValue() === meter { return }
      // The number was another's, who has been idle for a day: everything of it was collected.
      unsafe known.release()
      unsafe slots[index] = Slot()
    }
    unsafe slots[index].meter = .passRetained(meter)
  }

  /// Counts a request.
  ///
  /// - Returns: false when the meter has no slot here.
  @inline(__always)
  func add(
    _ number: UInt32, up: Int64, down: Int64, stored: Int64, isHit: Bool, isMiss: Bool,
    from peer: PeerAddress, in periods: UTCPeriods
  ) {
    let index = Int(number)
    guard index < capacity, let meter = unsafe slots[index].meter else {
      lostCount += 1
      return
    }
    if unsafe slots[index].counts.requests == 0 { touched.append(number) }
    unsafe slots[index].counts.requests &+= 1
    unsafe slots[index].counts.bytesUp &+= up
    unsafe slots[index].counts.bytesDown &+= down
    unsafe slots[index].counts.bytesStored &+= stored
    if isHit { unsafe slots[index].counts.hits &+= 1 }
    if isMiss { unsafe slots[index].counts.misses &+= 1 }
    let network = Self.network(of: peer)
    if unsafe slots[index].network != network {
      unsafe slots[index].network = network
      if moves.count < Self.movesMax { moves.append((number, network)) }
    }
    unsafe meter._withUnsafeGuaranteedRef { $0.charge(up &+ down, in: periods) }
  }

  /// Takes out what was counted.
  func collect() -> [UsageDelta] {
    guard !touched.isEmpty else { return [] }
    var networks: [UInt32: [UInt32]] = [:]
    for move in moves { networks[move.meter, default: []].append(move.network) }
    moves.removeAll(keepingCapacity: true)
    var deltas: [UsageDelta] = []
    deltas.reserveCapacity(touched.count)
    for number in touched {
      let index = Int(number)
      guard let meter = unsafe slots[index].meter else { continue }
      deltas.append(
        UsageDelta(
          meter: unsafe meter.takeUnretainedValue(), counts: unsafe slots[index].counts,
          networks: networks[number] ?? []))
      unsafe slots[index].counts = UsageCounts()
    }
    touched.removeAll(keepingCapacity: true)
    return deltas
  }

  /// The network of an address as a hash that is never 0: /24 of IPv4, /48 of IPv6.
  @inline(__always)
  static func network(of peer: PeerAddress) -> UInt32 {
    let bits = peer.isIPv4 ? (peer.low & 0xffff_ffff) >> 8 | 1 << 63 : peer.high >> 16
    let mixed = (bits ^ bits >> 33) &* 0xff51_afd7_ed55_8ccd
    return UInt32(truncatingIfNeeded: mixed >> 32) | 1
  }

  private func grow(to count: Int) {
    var larger = capacity
    while larger < count { larger *= 2 }
    let memory = UnsafeMutablePointer<Slot>.allocate(capacity: larger)
    unsafe memory.moveInitialize(from: slots, count: capacity)
    unsafe (memory + capacity).initialize(repeating: Slot(), count: larger - capacity)
    unsafe slots.deallocate()
    unsafe slots = memory
    capacity = larger
    // Every slot can be touched once between two collections.
    touched.reserveCapacity(larger)
  }
}
