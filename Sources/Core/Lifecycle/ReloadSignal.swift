import Glibc

/// The signal that asks a process to read its settings again.
package enum ReloadSignal {
  /// Catches SIGHUP from now on and yields once for it; signals that come while the last one is
  /// still worked on are one. A later call takes the place of an earlier one.
  package static func install() -> AsyncStream<Void> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      SignalPipe.shared.receive([SIGHUP]) { _ in continuation.yield() }
    }
  }
}
