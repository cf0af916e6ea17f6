internal import Locks

/// A place among the listeners of a channel, until it is cancelled or let go of.
package final class ChannelSubscription: Sendable {
  private let ending: Mutex<(@Sendable () -> Void)?>

  /// A subscription that ends by calling `end`, once.
  package init(_ end: @escaping @Sendable () -> Void) {
    ending = Mutex(end)
  }

  deinit { cancel() }

  /// Ends it. An event that is being delivered on another thread may still arrive.
  package func cancel() {
    ending.withLock { $0.take() }?()
  }
}
