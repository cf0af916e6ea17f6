internal import Glibc

/// The three descriptors that a command reads from and writes to.
///
/// Everything is written by write(2) as it comes: the C library's streams are state that
/// threads share.
struct Terminal: Sendable {
  let input: Int32
  let output: Int32
  let errors: Int32
  /// Whether people watch the standard error stream, so that progress may be drawn there.
  let showsProgress: Bool
  /// The width of the screen, in characters.
  let columns: Int

  /// The width where nobody says.
  static let columnsUsual = 80

  /// The process's own descriptors.
  static func standard(_ variables: [String: String]) -> Terminal {
    let isDumb = variables["TERM"] == "dumb"
    return Terminal(
      input: STDIN_FILENO, output: STDOUT_FILENO, errors: STDERR_FILENO,
      showsProgress: isatty(STDERR_FILENO) == 1 && !isDumb,
      columns: width(of: STDERR_FILENO) ?? width(of: STDOUT_FILENO)
        ?? variables["COLUMNS"].flatMap(Int.init) ?? columnsUsual)
  }

  private static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// The same without progress.
  var quiet: Terminal {
    Terminal(input: input, output: output, errors: errors, showsProgress: false, columns: columns)
  }

  /// Whether people watch the standard output stream.
  var isOutputWatched: Bool { isatty(output) == 1 }

  /// Writes what was asked for to the standard output stream.
  func print(_ text: String) throws(CommandFailure) {
    let error = Self.write(Array(text.utf8), to: output)
    if error != 0 {
      throw .failed("the output cannot be written: \(SystemError.text(error))")
    }
  }

  /// Writes a line for people to the standard error stream.
  func complain(_ line: String) { note(line + "\n") }

  /// Writes text for people to the standard error stream; that nobody reads it is no error.
  func note(_ text: String) { _ = Self.write(Array(text.utf8), to: errors) }

  /// Writes all bytes, and waits where the descriptor makes one wait; the error number, 0 when
  /// all is written.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var written = 0
    while written < bytes.count {
      let start = written
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress! + start, buffer.count - start)
      }
      if count >= 0 {
        written += count
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        unsafe _ = poll(&waiting, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
