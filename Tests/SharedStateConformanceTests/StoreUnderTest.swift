import Testing
import EventLoops
import Glibc
import RedisStore
import ServerTesting
import SharedState

/// The stores that have to keep the same promises.
enum StoreUnderTest: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case local = "in the process"
  case redis = "on Redis"

  var testDescription: String { rawValue }

  /// Runs a test with two edges' views of one store that is empty.
  func with(
    _ body: (any SharedStateStore, any SharedStateStore) async throws -> Void
  ) async throws {
    switch self {
    case .local:
      let store = LocalSharedState { Self.now }
      try await body(store, store)
    case .redis:
      let server = await RedisFixture.server
      let prefix = "floe:\(UInt64.random(in: 0 ... .max)):"
      let first = try await RedisFixture.store(server, prefix: prefix)
      let second = try await RedisFixture.store(server, prefix: prefix)
      try await body(first, second)
      await first.stop()
      await second.stop()
    }
  }

  static var now: SharedTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return SharedTime(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}
