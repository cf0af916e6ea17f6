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

  /// Makes an empty file that only its owner may read, and the folder around it where that is not
  /// there; SQLite gives the files beside it the same mode. Leaves a file that is there as it is.
  static func makeFile(_ path: String) throws(DatabaseFailure) {
    let folder = path.lastIndex(of: "/").map { path[..<$0] } ?? "."
    if !folder.isEmpty, unsafe mkdir(String(folder), 0o700) != 0, errno != EEXIST {
      throw unmade(String(folder))
    }
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0 && errno == EEXIST { return }
    guard descriptor >= 0 else { throw unmade(path) }
    Glibc.close(descriptor)
    // The new name outlives a loss of power once the folder is on the disk.
    let directory = unsafe Glibc.open(
      folder.isEmpty ? "/" : String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw unmade(String(folder)) }
    defer { Glibc.close(directory) }
    guard fsync(directory) == 0 else { throw unmade(String(folder)) }
  }

  private static func unmade(_ path: String) -> DatabaseFailure {
    let reason = unsafe String(cString: strerror(errno))
    return DatabaseFailure(.unavailable, "cannot make \(path): \(reason)", sqlState: "58030")
  }
}
