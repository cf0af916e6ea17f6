/// Where the state of one shard lives: an event loop, seen from the state that it drives.
package protocol ShardExecutor: AnyObject, Sendable {
  /// Runs work there, in the order of the calls from any one place; at once or later.
  func execute(_ work: @escaping @Sendable () -> Void)

  /// Whether the caller is there.
  var isCurrent: Bool { get }
}
