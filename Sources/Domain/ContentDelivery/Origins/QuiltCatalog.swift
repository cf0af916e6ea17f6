package import WalrusIdentity

/// Lists what is in a quilt. One instance belongs to one shard, as with `BlobSource`.
package protocol QuiltCatalog: AnyObject {
  /// The aggregator's answer to `GET /v1/quilts/{id}/patches`: JSON, handed through as it is.
  func patches(of quilt: BlobID) async throws(OriginFailure) -> [UInt8]
}
