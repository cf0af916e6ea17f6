package import TestSupport

/// Everything that came over a connection until the server closed it.
package struct RawExchange: Sendable {
  /// The whole responses.
  package var responses: [RawResponse] = []
  /// What came after them and is none.
  package var rest: [UInt8] = []
}
