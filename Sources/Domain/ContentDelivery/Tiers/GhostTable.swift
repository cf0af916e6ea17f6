/// The frequencies of what was evicted lately, four bytes each: a part of the hash, when it was,
/// and how often it had been asked for.
///
/// Sixteen ghosts stand in a line of memory that the hash chooses; a new one takes the place of
/// the oldest. Two contents that agree in line and tag, one in some four thousand, take each
/// other's frequency: that does no harm. When there are more entries, a larger table is begun and
/// the old one is looked at as long as its ghosts are young.
final class GhostTable {
  /// The most bytes that ghosts take for each entry: three to six ghosts, and half of them again
  /// while the table grows.
  static let bytesPerEntryMax = 36
  /// Eras in a turnover, the time in which as much is evicted as there is.
  private static let erasPerTurnover = 64
  /// The turnovers that a ghost lives.
  private static let lifetime = 4
  /// Places for ghosts, for each entry; at most twice as many.
  private static let ghostsPerEntry = 3
  private static let eraMask: UInt32 = 1 << 10 - 1
  private static let frequencyMask: UInt32 = 1 << 6 - 1
  private static let ways = 16

  private var lines = Lines(byteCount: 64 * 16)
  private var oldLines: Lines?
  /// A table that is being given back.
  private var retired: TableMemory?
  private var era: UInt32 = 1
  /// Evictions of this era.
  private var evictedCount = 0
  /// Eras until the old table is let go.
  private var oldErasLeft = 0
  private var entryCount = 0

  /// What is remembered of evicted content.
  struct Ghost {
    let frequency: Int
    /// Eras since.
    let age: Int
  }

  /// The places for ghosts, a power of two of them, in lines of sixteen.
  @safe
  private struct Lines {
    var memory: TableMemory
    let places: UnsafeMutablePointer<UInt32>
    let count: Int

    init(byteCount: Int) {
      memory = TableMemory(byteCount: byteCount)
      count = byteCount / MemoryLayout<UInt32>.stride
      unsafe places = memory.base.bindMemory(to: UInt32.self, capacity: count)
    }

    subscript(place: Int) -> UInt32 {
      get { unsafe places[place & (count - 1)] }
      nonmutating set { unsafe places[place & (count - 1)] = newValue }
    }
  }

  /// A table without ghosts.
  init() {}

  deinit {
    lines.memory.deallocate()
    oldLines?.memory.deallocate()
    retired?.deallocate()
  }

  /// The age that a ghost has after one turnover.
  var recentAge: Int { min(max(entryCount, 16), Self.erasPerTurnover) }

  /// Bytes that the table takes.
  var byteCount: Int { lines.memory.byteCount + (oldLines?.memory.byteCount ?? 0) }

  /// Takes a ghost out.
  func take(_ hash: UInt64) -> Ghost? {
    if let ghost = take(hash, from: lines) { return ghost }
    return oldLines.flatMap { take(hash, from: $0) }
  }

  /// Remembers evicted content.
  ///
  /// - Parameter entryCount: how many entries are left.
  func note(_ hash: UInt64, frequency: Int, among entryCount: Int) {
    self.entryCount = entryCount
    growIfNeeded()
    let line = Self.line(hash, in: lines)
    var place = 0
    var oldest = -1
    for way in 0..<Self.ways {
      let ghost = lines[line + way]
      let age = ghost == 0 ? Int.max : age(of: ghost)
      if age > oldest { (place, oldest) = (way, age) }
    }
    lines[line + place] =
      Self.tag(hash) | era << 6 | UInt32(frequency) & Self.frequencyMask
    evictedCount += 1
    if evictedCount >= entryCount / Self.erasPerTurnover { turn() }
  }

  private func take(_ hash: UInt64, from lines: Lines) -> Ghost? {
    let line = Self.line(hash, in: lines)
    let tag = Self.tag(hash)
    for way in 0..<Self.ways {
      let ghost = lines[line + way]
      guard ghost != 0, ghost & ~0xffff == tag else { continue }
      lines[line + way] = 0
      let age = age(of: ghost)
      guard age <= Self.lifetime * recentAge else { return nil }
      return Ghost(frequency: Int(ghost & Self.frequencyMask), age: age)
    }
    return nil
  }

  private func age(of ghost: UInt32) -> Int {
    Int((era &- (ghost >> 6)) & Self.eraMask)
  }

  private func turn() {
    evictedCount = 0
    era = (era + 1) & Self.eraMask
    guard oldLines != nil else { return }
    oldErasLeft -= 1
    if oldErasLeft == 0 { retireOldLines() }
  }

  private func retireOldLines() {
    retired?.deallocate()
    retired = oldLines?.memory
    oldLines = nil
  }

  private func growIfNeeded() {
    if retired?.deallocateSome() == true { retired = nil }
    let wanted = Self.ghostsPerEntry * entryCount
    guard wanted > lines.count else { return }
    var byteCount = lines.memory.byteCount * 2
    while byteCount / MemoryLayout<UInt32>.stride < wanted { byteCount *= 2 }
    retireOldLines()
    oldLines = lines
    oldErasLeft = Self.lifetime * Self.erasPerTurnover
    lines = Lines(byteCount: byteCount)
  }

  private static func tag(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: hash >> 32) << 16
  }

  /// The first place of the line of a hash.
  private static func line(_ hash: UInt64, in lines: Lines) -> Int {
    Int(truncatingIfNeeded: hash >> 8) & (lines.count / ways - 1) * ways
  }
}
