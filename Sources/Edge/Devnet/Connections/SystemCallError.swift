import Glibc

/// A call to the kernel that failed, with its `errno`.
package struct SystemCallError: Error, CustomStringConvertible {
  /// The call, such as `bind(127.0.0.1:31415)`.
  package let call: String

  /// The number that the kernel gave, such as `EADDRINUSE`.
  package let code: Int32

  /// Reads `errno`, so it must be made before any other call.
  init(_ call: String) {
    self.call = call
    code = errno
  }

  /// The call and the C library's words for its error.
  package var description: String {
    unsafe "\(call): \(String(cString: strerror(code)))"
  }
}
