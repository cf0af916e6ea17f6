import Glibc
import Testing

@testable import Lifecycle

struct ReloadSignalTests {
  @Test func `SIGHUP yields and ends nothing, beside the signals that end`() async {
    await #expect(processExitsWith: .exitCode(42)) {
      let shutdown = ShutdownSignal.install()
      var reloads = ReloadSignal.install().makeAsyncIterator()
      kill(getpid(), SIGHUP)
      guard await reloads.next() != nil else { exit(1) }
      kill(getpid(), SIGHUP)
      guard await reloads.next() != nil, shutdown.count == 0 else { exit(2) }
      kill(getpid(), SIGTERM)
      exit(await shutdown.received(1) == SIGTERM ? 42 : 3)
    }
  }
}
