/// The receiver of one exchange; every call is made on the client's loop.
///
/// The order is: at most one head, any number of bytes, exactly one completion. No call is
/// made from inside `UpstreamClient.start`, `resume()` or `cancel()`.
package protocol UpstreamHandler: AnyObject {
  /// The final response's head has arrived whole; interim (1xx) responses are not shown.
  func received(head: UpstreamHead)

  /// Bytes of the content; they are valid during the call only.
  func received(bytes: RawSpan) -> Demand

  /// The exchange has ended, and nothing follows.
  func completed(_ outcome: UpstreamOutcome)
}
