import WalrusIdentity

/// One request to an aggregator with the faults that hit it.
struct Read {
  let exchange: Exchange
  let faults: Faults
  let plan: FaultPlan

  /// The fields of a successful read, in the daemon's order.
  ///
  /// The content type is the request's own `Accept`, or its `Content-Type`: a quirk that makes a
  /// cache in front dangerous, and the reason why it is here.
  func fields(etag: String, actsAsGet: Bool = false) -> [(name: String, value: String)] {
    var fields = [
      (name: "x-content-type-options", value: "nosniff"),
      ("cache-control", "public, max-age=86400, stale-while-revalidate=3600"),
      ("etag", etag),
    ]
    let head = exchange.head
    if let accept = head["accept"], !accept.contains("*") {
      fields.append(("content-type", accept))
    } else if actsAsGet || head.method == "GET", let own = head["content-type"] {
      fields.append(("content-type", own))
    }
    return fields
  }

  /// The blob, if the network holds it and this aggregator may show it.
  func record(_ blobID: BlobID, in store: BlobStore) throws(APIFailure) -> BlobRecord {
    if faults.blockedIDs.contains(blobID.description) { throw .forbiddenBlob }
    if faults.notFoundFirst > 0, plan.hides(exchange.head.target) { throw .blobNotFound }
    guard let record = store.record(blobID) else { throw .blobNotFound }
    if let limit = faults.tooLarge, record.size > limit { throw .blobTooLarge }
    return record
  }
}
