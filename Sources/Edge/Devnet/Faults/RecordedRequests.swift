/// What a server of the network was asked, up to one moment.
package struct RecordedRequests: Sendable, Equatable {
  /// Requests since the start or the last clearing.
  package var total = 0

  /// Requests for each `METHOD target`, such as `GET /status`.
  package var counts: [String: Int] = [:]

  /// The last request heads as they came, oldest first.
  package var heads: [String] = []
}
