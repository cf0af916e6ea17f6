internal import EventLoops
internal import HTTPClient
internal import Locks

/// The upstream clients of all loops, to be closed when the process stops.
final class ClientKeep: Sendable {
  private let clients = Mutex<[LoopBound<UpstreamClient>]>([])

  /// Keeps a client; called on its loop.
  func keep(_ client: UpstreamClient, on loop: EventLoop) {
    let bound = LoopBound(client, loop: loop)
    clients.withLock { $0.append(bound) }
  }

  /// Requests under way, all loops together.
  func exchangeCount() async -> Int {
    var count = 0
    for client in clients.withLock({ $0 }) {
      count += await client.loop.perform { client.value.openExchangeCount }
    }
    return count
  }

  /// Closes every client on its loop.
  func closeAll() async {
    for client in clients.withLock({ $0 }) {
      await client.loop.perform { client.value.close() }
    }
  }
}
