internal import Glibc

/// What came of one attempt to move bytes without blocking.
@usableFromInline package enum IOResult: Equatable, Sendable {
  /// So many bytes were moved; never 0.
  case moved(Int)
  /// Nothing now; wait for readiness.
  case wouldBlock
  /// The other end has finished sending.
  case ended
  /// The connection is broken; the system's error number.
  case failed(Int32)

  /// Whether just so many bytes were moved.
  @inlinable package func moves(_ count: Int) -> Bool {
    if case .moved(let moved) = self { moved == count } else { false }
  }
}

extension IOResult {
  /// What an error of the system means; nil when the call is to be made again.
  init?(error: Int) {
    switch Int32(truncatingIfNeeded: error) {
    case EINTR: return nil
    case EAGAIN, EWOULDBLOCK: self = .wouldBlock
    case let error: self = .failed(error)
    }
  }
}
