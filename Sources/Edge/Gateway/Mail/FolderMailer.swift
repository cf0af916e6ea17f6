internal import MailSubmission
internal import Capabilities
internal import Credentials
internal import EventLoops
internal import Glibc
internal import Telemetry

/// Writes each message into a file, for development and tests: `mail/…eml` of the data directory.
struct FolderMailer: Mailer {
  /// A message that could not be written.
  struct Failure: Error, CustomStringConvertible {
    let path: String
    let error: Int32

    var description: String { unsafe "\(path): \(String(cString: strerror(error)))" }
  }

  let directory: String
  let pool: BlockingPool
  let rendering: MailRendering
  let logger: Logger

  func send(_ message: MailMessage) async throws {
    let text = try rendering.message(message).text
    let folder = "\(directory)/mail"
    let path = "\(folder)/\(rendering.now())-\(SecureRandom.base62(8)).eml"
    let directory = directory
    try await pool.run {
      Result { () throws(Failure) in
        try Self.write(Array(text.utf8), to: path, in: [directory, folder])
      }
    }.get()
    logger.info(
      "A message was written instead of sent.",
      metadata: ["subject": "\(message.subject)", "file": "\(path)"])
    // The text holds the token, and is for who develops: production logs do not go so deep.
    logger.debug("\(message.body)")
  }

  private static func write(
    _ bytes: [UInt8], to path: String, in folders: [String]
  ) throws(Failure) {
    for folder in folders where unsafe mkdir(folder, 0o700) != 0 && errno != EEXIST {
      throw Failure(path: folder, error: errno)
    }
    let descriptor = unsafe open(
      path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Failure(path: path, error: errno) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress! + written, buffer.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Failure(path: path, error: errno) }
      written += count
    }
  }
}
