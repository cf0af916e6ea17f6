/// Why a ``RawClient`` could not do what it was asked.
package enum RawClientFailure: Error, Equatable {
  /// A system call failed with this `errno`.
  case system(call: String, errno: Int32)

  /// The deadline came first.
  case timedOut

  /// The server closed the connection before a whole response; what had come by then.
  case closed(after: [UInt8])

  /// What came is not a response; the bytes.
  case malformed([UInt8])
}
