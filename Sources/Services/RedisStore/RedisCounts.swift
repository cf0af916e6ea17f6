/// What a store has counted since it started.
package struct RedisCounts: Sendable, Hashable {
  /// Commands by `RedisCommandResult`.
  package var commands = [Int](repeating: 0, count: RedisCommandResult.allCases.count)
  /// Connections made again after one was lost.
  package var reconnectCount = 0
  /// The usual time from a command to its reply; nil before the first.
  package var latency: Duration?

  /// Commands that ended so.
  package func count(_ result: RedisCommandResult) -> Int { commands[result.rawValue] }
}
