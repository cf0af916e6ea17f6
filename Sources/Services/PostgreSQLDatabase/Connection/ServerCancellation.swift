internal import CPostgreSQL

/// A request to end what a connection runs, sent from another thread.
///
/// `@unchecked Sendable`: libpq's cancel object is made for use from any thread, and this one is
/// used by one. `@safe`: it is freed with the instance.
@safe final class ServerCancellation: @unchecked Sendable {
  private let request: OpaquePointer

  /// Takes the request over.
  init(_ request: OpaquePointer) { unsafe self.request = request }

  deinit { unsafe PQfreeCancel(request) }

  /// Sends it and waits for the server to have it. A failure is left to the statement's timer.
  func send() {
    var reason = [CChar](repeating: 0, count: 256)
    unsafe _ = PQcancel(request, &reason, Int32(reason.count))
  }
}
