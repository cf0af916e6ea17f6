internal import CLinux
internal import Glibc
internal import Persistence

/// A thread with a connection of its own: opening, serving and closing all block, and all happen
/// there.
final class SQLiteThread: Sendable {
  private let name: String
  private let open: @Sendable () throws(DatabaseFailure) -> SQLiteConnection
  private let opened: @Sendable (DatabaseFailure?) -> Void
  private let serve: @Sendable (SQLiteConnection) -> Void
  private let ended: @Sendable () -> Void

  private init(
    name: String, open: @escaping @Sendable () throws(DatabaseFailure) -> SQLiteConnection,
    opened: @escaping @Sendable (DatabaseFailure?) -> Void,
    serve: @escaping @Sendable (SQLiteConnection) -> Void, ended: @escaping @Sendable () -> Void
  ) {
    self.name = name
    self.open = open
    self.opened = opened
    self.serve = serve
    self.ended = ended
  }

  /// Starts a thread and returns once its connection is open.
  ///
  /// - Parameter ended: called when the connection is closed again, if it was opened.
  static func start(
    name: String, open: @escaping @Sendable () throws(DatabaseFailure) -> SQLiteConnection,
    serve: @escaping @Sendable (SQLiteConnection) -> Void, ended: @escaping @Sendable () -> Void
  ) async throws(DatabaseFailure) {
    let failure: DatabaseFailure? = unsafe await withUnsafeContinuation { continuation in
      start(
        name: name, open: open, opened: { unsafe continuation.resume(returning: $0) },
        serve: serve, ended: ended)
    }
    if let failure { throw failure }
  }

  /// Starts a thread and returns at once.
  ///
  /// - Parameters:
  ///   - opened: called with the reason when the connection could not be opened.
  ///   - ended: called when the connection is closed again, if it was opened.
  static func start(
    name: String, open: @escaping @Sendable () throws(DatabaseFailure) -> SQLiteConnection,
    opened: @escaping @Sendable (DatabaseFailure?) -> Void,
    serve: @escaping @Sendable (SQLiteConnection) -> Void, ended: @escaping @Sendable () -> Void
  ) {
    SQLiteThread(name: name, open: open, opened: opened, serve: serve, ended: ended).launch()
  }

  private func launch() {
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    var thread = pthread_t()
    let failure = unsafe pthread_create(&thread, nil, sqliteThreadMain, context)
    precondition(failure == 0, "pthread_create failed with \(failure)")
    pthread_detach(thread)
  }

  fileprivate func live() {
    unsafe floe_name_thread(name)
    do throws(DatabaseFailure) {
      let connection = try open()
      opened(nil)
      serve(connection)
    } catch {
      return opened(error)
    }
    ended()
  }
}

private func sqliteThreadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  unsafe Unmanaged<SQLiteThread>.fromOpaque(context!).takeRetainedValue().live()
  return nil
}
