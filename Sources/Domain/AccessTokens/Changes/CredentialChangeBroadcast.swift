package import Capabilities
package import Lifecycle
internal import Locks
package import SharedState

/// Tells every edge, this one first, that a credential or a user has changed.
///
/// This edge forgets before the call returns; the others are told through a channel of the shared
/// state. What cannot be told now is told again every second. While this edge may miss messages
/// itself, it forgets everything every second, so that the database decides: no revoked credential
/// is good for longer than that.
package final class CredentialChangeBroadcast: CredentialChanges {
  private struct State {
    var untold: [String] = []
    var isDeaf = false
    var hasListened = false
  }

  /// The channel of the shared state.
  package static let channel = "floe:credentials"
  /// Changes that wait to be told; past it, everybody is told to forget everything.
  private static let untoldMax = 10_000
  /// Changes of one message.
  private static let groupMax = 500
  /// What stands for all credentials of all users.
  private static let everything = "*"

  private let store: any SharedStateStore
  private let local: any CredentialChanges
  private let forgetEverything: @Sendable () -> Void
  private let state = Mutex(State())
  private let wakes: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation

  /// A broadcast over a store.
  ///
  /// - Parameters:
  ///   - local: what this edge keeps; called from any thread, must not block.
  ///   - forgetEverything: makes this edge forget all credentials; likewise.
  package init(
    _ store: any SharedStateStore, local: any CredentialChanges,
    forgetEverything: @escaping @Sendable () -> Void
  ) {
    self.store = store
    self.local = local
    self.forgetEverything = forgetEverything
    (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Changes that other edges were not told yet.
  package var untoldCount: Int { state.withLock { $0.untold.count } }

  package func credentialChanged(id: String) {
    local.credentialChanged(id: id)
    tell("c \(id)")
  }

  package func userChanged(id: String) {
    local.userChanged(id: id)
    tell("u \(id)")
  }

  /// Listens to the other edges, and tells them what has changed.
  ///
  /// - Parameter pause: between two tries, and two times of forgetting, while the store is away.
  package func service(
    clock: any Clock<Duration> = ContinuousClock(), pause: Duration = .seconds(1)
  ) -> BackgroundService {
    BackgroundService { ready in
      let subscription = try self.store.subscribe(Self.channel) { self.received($0) }
      defer { subscription.cancel() }
      ready()
      var wakes = self.wakes.makeAsyncIterator()
      while !Task.isCancelled {
        let isTold = await self.tellAll()
        let isDeaf = self.state.withLock { $0.isDeaf }
        if isDeaf { self.forgetEverything() }
        if isTold && !isDeaf {
          guard await wakes.next() != nil else { return }
        } else {
          try await clock.sleep(for: pause)
        }
      }
    }
  }

  private func tell(_ line: String) {
    state.withLock { state in
      if state.untold.count >= Self.untoldMax { state.untold = [Self.everything] }
      state.untold.append(line)
    }
    wake.yield()
  }

  /// Tells the other edges what waits; false when something still does.
  package func tellAll() async -> Bool {
    while true {
      let lines = state.withLock { Array($0.untold.prefix(Self.groupMax)) }
      if lines.isEmpty { return true }
      do throws(SharedStateFailure) {
        try await store.publish(Self.channel, Array(lines.joined(separator: "\n").utf8))
      } catch {
        return false
      }
      // Lines are added at the end alone, unless there were too many and all became one.
      state.withLock { state in
        if state.untold.starts(with: lines) { state.untold.removeFirst(lines.count) }
      }
    }
  }

  private func received(_ event: ChannelEvent) {
    switch event {
    case .subscribed:
      let isFirst = state.withLock { state in
        state.isDeaf = false
        defer { state.hasListened = true }
        return !state.hasListened
      }
      // What was said meanwhile is lost; before the first time nothing was kept.
      if !isFirst { forgetEverything() }
    case .interrupted:
      state.withLock { $0.isDeaf = true }
      forgetEverything()
      wake.yield()
    case .message(let bytes): apply(bytes)
    }
  }

  private func apply(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let text = String(decoding: line, as: UTF8.self)
      if text == Self.everything {
        forgetEverything()
      } else if text.hasPrefix("c ") {
        local.credentialChanged(id: String(text.dropFirst(2)))
      } else if text.hasPrefix("u ") {
        local.userChanged(id: String(text.dropFirst(2)))
      }
    }
  }
}
