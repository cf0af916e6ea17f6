internal import CPostgreSQL

/// The statements that a connection has prepared, by text and types.
///
/// A statement is prepared when it comes for the second time, so that lists of ever other lengths
/// do not fill the server's memory; and when there are enough, no more are, until the connection
/// grows old and is replaced.
struct PreparedStatements {
  /// What distinguishes one statement from another.
  struct Key: Hashable {
    let text: String
    let types: [Oid]
  }

  /// How a statement is to be run.
  enum Way: Hashable {
    /// As it is.
    case plain
    /// After preparing it under this name.
    case prepare(String)
    /// By the name it was prepared under.
    case prepared(String)
  }

  /// How many texts are remembered for having come once.
  private static let seenMax = 512

  private let limit: Int
  private var names: [Key: String] = [:]
  private var seen: Set<Int> = []

  /// Room for so many; 0 prepares none.
  init(limit: Int) { self.limit = limit }

  /// How to run a statement that comes now.
  mutating func way(for key: Key) -> Way {
    if let name = names[key] { return .prepared(name) }
    guard names.count < limit else { return .plain }
    if seen.remove(key.hashValue) != nil { return .prepare("floe_\(names.count + 1)") }
    if seen.count >= Self.seenMax { seen.removeAll(keepingCapacity: true) }
    seen.insert(key.hashValue)
    return .plain
  }

  /// The server has prepared it.
  mutating func isPrepared(_ key: Key, as name: String) { names[key] = name }
}
