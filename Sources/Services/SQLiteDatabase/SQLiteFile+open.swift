internal import Glibc
package import Persistence

extension SQLiteFile {
  /// Opens the file, which is made when it is not there, and starts the threads.
  ///
  /// - Throws: `.unusable` for what is no file of SQLite, `.timedOut` when another process has
  ///   locked it, `.unavailable` when it cannot be opened or made.
  package static func open(
    _ settings: SQLiteSettings, retries: TransactionRetries = TransactionRetries()
  ) async throws(DatabaseFailure) -> SQLiteFile {
    let database = SQLiteFile(settings, retries: retries)
    do {
      try await database.start()
    } catch {
      await database.close()
      throw error
    }
    return database
  }

  /// Makes an empty file that only its owner may read; SQLite gives the files beside it the same
  /// mode. Leaves a file that is there as it is.
  static func makeFile(_ path: String) throws(DatabaseFailure) {
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      Glibc.close(descriptor)
    } else if errno != EEXIST {
      let reason = unsafe String(cString: strerror(errno))
      throw DatabaseFailure(.unavailable, "cannot make \(path): \(reason)", sqlState: "58030")
    }
  }
}
