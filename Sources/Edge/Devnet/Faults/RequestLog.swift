import Synchronization

/// What one server was asked, for tests that must know.
final class RequestLog: Sendable {
  /// Different targets counted by name; more are only part of the total.
  static let targetsMax = 10_000

  /// Heads kept.
  static let headsMax = 256

  private let state = Mutex(RecordedRequests())

  /// The log as it is now.
  var snapshot: RecordedRequests { state.withLock { $0 } }

  /// Notes a request.
  func note(_ head: RequestHead) {
    state.withLock { log in
      log.total += 1
      let key = "\(head.method) \(head.target)"
      if log.counts[key] != nil || log.counts.count < Self.targetsMax {
        log.counts[key, default: 0] += 1
      }
      if log.heads.count >= Self.headsMax { log.heads.removeFirst() }
      log.heads.append(head.text)
    }
  }

  /// Forgets everything.
  func clear() {
    state.withLock { $0 = RecordedRequests() }
  }
}
