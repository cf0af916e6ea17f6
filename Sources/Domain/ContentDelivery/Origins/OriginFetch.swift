/// A fetch on its way, to be used on its shard's loop alone.
package protocol OriginFetch: AnyObject {
  /// Lets bytes flow again after `OriginDemand.pause`; they come on a later turn of the loop.
  func resume()

  /// Ends the fetch; the receiver hears only `completed(.cancelled)`, on a later turn of the
  /// loop. Does nothing once the fetch has ended.
  func cancel()
}
