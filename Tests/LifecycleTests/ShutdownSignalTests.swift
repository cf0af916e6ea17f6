import Glibc
import Testing

@testable import Lifecycle

struct ShutdownSignalTests {
  @Test func `each waits for its own signal`() async {
    let history = SignalHistory()
    async let second = history.received(2)
    async let first = history.received(1)
    history.deliver(15)
    #expect(await first == 15)
    history.deliver(2)
    #expect(await second == 2)
    #expect(await history.received(1) == 15)
    #expect(history.count == 2)
  }

  @Test func `a cancelled wait ends without a signal`() async {
    let history = SignalHistory()
    let wait = Task { await history.received(1) }
    await Task.yield()
    wait.cancel()
    #expect(await wait.value == nil)
  }

  @Test func `a flood of signals is bounded`() {
    let history = SignalHistory()
    for _ in 0..<1000 { history.deliver(15) }
    #expect(history.count == 100)
  }

  @Test func `real signals arrive in order`() async {
    await #expect(processExitsWith: .exitCode(42)) {
      let signal = ShutdownSignal.install()
      ShutdownSignal.ignoreBrokenPipes()
      kill(getpid(), SIGPIPE)
      kill(getpid(), SIGTERM)
      let first = await ShutdownSignal.install().received(1)
      kill(getpid(), SIGINT)
      let second = await signal.received(2)
      exit(first == SIGTERM && second == SIGINT ? 42 : 1)
    }
  }

  @Test func `a third signal ends a process that hangs`() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      let signal = ShutdownSignal.install()
      kill(getpid(), SIGTERM)
      await signal.received(1)
      kill(getpid(), SIGTERM)
      await signal.received(2)
      for _ in 0..<2000 {
        kill(getpid(), SIGTERM)
        usleep(1000)
      }
    }
  }
}
