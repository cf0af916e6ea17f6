internal import Glibc
internal import Passwords

/// Asks for a password at the terminal without showing it, or takes it from a pipe.
struct PasswordPrompt {
  /// Bytes of a line at most; what is longer is no password anyway.
  private static let lineCountMax = 1024

  private let terminal: Terminal

  init(_ terminal: Terminal) { self.terminal = terminal }

  /// The password, checked.
  ///
  /// - Parameter isPiped: whether it is the first line of the input, asked for by nobody.
  func password(isPiped: Bool) throws(CommandFailure) -> Password {
    let text: String
    if isPiped {
      text = try line()
    } else {
      guard isatty(terminal.input) == 1 else {
        throw .misused("nobody can be asked for the password here; use --password-stdin")
      }
      text = try hidden("Password: ")
      guard try hidden("The same again: ") == text else {
        throw .failed("these are two different passwords")
      }
    }
    guard let password = Password(text) else {
      throw .failed(Password.fault(of: text) ?? "this is no password")
    }
    return password
  }

  /// A line that the terminal does not show.
  private func hidden(_ question: String) throws(CommandFailure) -> String {
    var shown = termios()
    guard unsafe tcgetattr(terminal.input, &shown) == 0 else {
      throw .failed("the terminal cannot be made silent: \(SystemError.text(errno))")
    }
    var silent = shown
    silent.c_lflag &= ~tcflag_t(ECHO)
    terminal.note(question)
    guard unsafe tcsetattr(terminal.input, TCSAFLUSH, &silent) == 0 else {
      throw .failed("the terminal cannot be made silent: \(SystemError.text(errno))")
    }
    defer {
      unsafe _ = tcsetattr(terminal.input, TCSAFLUSH, &shown)
      terminal.note("\n")
    }
    return try line()
  }

  /// The input up to a line's end, byte by byte, so that nothing after it is taken.
  private func line() throws(CommandFailure) -> String {
    var bytes: [UInt8] = []
    while bytes.count < Self.lineCountMax {
      var byte: UInt8 = 0
      let count = unsafe read(terminal.input, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw .failed("the password cannot be read: \(SystemError.text(errno))")
      }
      if count == 0 || byte == UInt8(ascii: "\n") { break }
      bytes.append(byte)
    }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .failed("the password is not UTF-8")
    }
    return text
  }
}
