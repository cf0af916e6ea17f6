internal import Glibc

/// The system's words for its error numbers.
enum SystemError {
  /// "No such file or directory" for `ENOENT`.
  static func text(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
}
