/// How far eviction should be ahead of demand.
///
/// Above four fifths of the budget, as many bytes are kept free as have lately arrived in a second,
/// between a thirty-second and a fifth of the budget: then a fill finds room without having to
/// wait until other shards have let go of what is evicted for it. With little demand memory is put
/// to use almost to the end; with much, a fifth is held ready.
struct Pressure {
  /// The most that is evicted in one turn of the loop.
  static let evictionsPerTurn = 16

  private let limit: Int
  private var arrivedInSecond = 0
  /// Bytes a second, each second counting half as much as the one after.
  private var demand = 0
  /// What may still be evicted: twice what has arrived. Room that does not come back, because
  /// evicted bytes are still being sent, must not make everything else go.
  private var allowance: Int

  /// No pressure in a budget of `limit` bytes.
  init(limit: Int) {
    self.limit = limit
    allowance = limit / 16
  }

  /// The bytes that should be free.
  var freeWanted: Int { min(max(demand, limit / 32), limit / 5) }

  /// The bytes by which too little is free, as far as eviction may go now.
  func shortage(used: Int) -> Int {
    guard used > limit / 5 * 4 else { return 0 }
    return min(freeWanted - (limit - used), allowance)
  }

  /// Bytes were stored.
  mutating func note(arrived count: Int) {
    arrivedInSecond += count
    allowance = min(allowance + 2 * count, limit / 2)
  }

  /// Bytes were evicted ahead of demand.
  mutating func note(relieved count: Int) { allowance -= count }

  /// A second has passed.
  mutating func tick() {
    demand = max(arrivedInSecond, (demand + arrivedInSecond) / 2)
    arrivedInSecond = 0
  }
}
