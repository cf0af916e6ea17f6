/// Takes what a fetch brings.
///
/// The order is: at most one head, any number of bytes, exactly one completion.
package protocol OriginReceiver: AnyObject {
  /// A successful head has arrived: 200 or 206 and nothing else.
  func received(head: OriginHead)

  /// Bytes of the content, valid during the call only.
  func received(bytes: RawSpan) -> OriginDemand

  /// The fetch has ended and nothing follows; nil when everything announced has been delivered.
  func completed(_ failure: OriginFailure?)
}
