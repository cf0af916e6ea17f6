/// Where content comes from when it is not in memory.
///
/// One instance belongs to one shard: it is called on that shard's loop only, and calls back on
/// it. The canonical request it sends is made of the reference alone; nothing of a client's
/// request reaches it.
package protocol BlobSource: AnyObject {
  /// Begins to fetch; the receiver is told on the same loop, never from inside this call.
  ///
  /// Attempts on other upstreams before the first head was delivered are the source's own
  /// business, as are its timeouts. After the head was delivered a failure is final, unless the
  /// source can go on from where it stopped with a closed range whose total is the same.
  func fetch(_ request: OriginRequest, into receiver: any OriginReceiver) -> any OriginFetch

  /// Content that came from this host (`OriginHead.source`) was not what it should have been.
  func contentWasWrong(from source: String)
}

extension BlobSource {
  /// A source that has nobody to hold it against does nothing.
  package func contentWasWrong(from source: String) {}
}
