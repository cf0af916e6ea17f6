/// Deadlines of many connections at the cost of one array slot each.
///
/// A connection sits in the slot of the tick at which it has to be looked at. Moving a deadline
/// later costs nothing: the connection is found too early, asked, and put back. Belongs to one
/// loop; time comes in as ticks.
@safe struct TimeoutWheel {
  static let slotCount = 256

  private var slots: [[Unmanaged<TimedConnection>]]
  private(set) var now: UInt32 = 0
  private(set) var count = 0

  init() {
    unsafe slots = unsafe Array(repeating: [], count: Self.slotCount)
  }

  /// Adds a connection that is not in the wheel.
  mutating func insert(_ connection: TimedConnection) {
    let distance = unsafe min(max(connection.deadline &- now, 1), UInt32(Self.slotCount - 1))
    // A deadline that has passed reads as a huge distance, which is looked at next.
    let tick =
      unsafe Int32(bitPattern: connection.deadline &- now) <= 0 ? now &+ 1 : now &+ distance
    let slot = Int(tick) % Self.slotCount
    unsafe connection.wheelSlot = UInt8(slot)
    unsafe connection.wheelIndex = unsafe UInt32(slots[slot].count)
    unsafe slots[slot].append(.passUnretained(connection))
    count += 1
  }

  /// Takes a connection out.
  mutating func remove(_ connection: TimedConnection) {
    let slot = unsafe Int(connection.wheelSlot)
    let index = unsafe Int(connection.wheelIndex)
    let last = unsafe slots[slot].removeLast()
    if unsafe index < slots[slot].count {
      unsafe slots[slot][index] = last
      unsafe last._withUnsafeGuaranteedRef { unsafe $0.wheelIndex = UInt32(index) }
    }
    count -= 1
  }

  /// Puts a connection where its deadline, which has come nearer, will be seen in time.
  mutating func moveNearer(_ connection: TimedConnection) {
    remove(connection)
    insert(connection)
  }

  /// Advances by one tick and gives the connections whose deadline has come.
  mutating func advance() -> [TimedConnection] {
    now &+= 1
    let slot = Int(now) % Self.slotCount
    guard unsafe !slots[slot].isEmpty else { return [] }
    var due: [Unmanaged<TimedConnection>] = unsafe []
    unsafe swap(&due, &slots[slot])
    unsafe count -= due.count
    var expired: [TimedConnection] = []
    for index in unsafe due.indices {
      let connection = unsafe due[index].takeUnretainedValue()
      if unsafe Int32(bitPattern: connection.deadline &- now) <= 0 {
        unsafe connection.deadline = now &+ 1
        expired.append(connection)
      }
      insert(connection)
    }
    return expired
  }

  /// Every connection, for draining.
  var all: [TimedConnection] {
    unsafe slots.flatMap { unsafe $0.map { unsafe $0.takeUnretainedValue() } }
  }
}
