package import HTTP
package import Routing

/// Holds requests that went past the cached path to the limits of who sends them.
package protocol RequestMeter: Sendable {
  /// Takes one request from what its caller may use, on the loop of the request's connection.
  ///
  /// - Parameter grant: what the caller's credential allows; nil for nobody in particular, who is
  ///   limited by address.
  /// - Returns: fields for the response, and whom the request is counted for on its shard.
  /// - Throws: a `Problem` when a limit is reached.
  func take(
    for request: Request, to route: Route, grant: Grant?
  ) async throws -> (fields: HTTPFields, meter: UInt32)
}
