/// The numbers of the routes that the inline responder answers for, as metrics know them.
package struct InlineRoutes: Sendable {
  /// Content by its id: `/cdn/{id}`.
  package var content: UInt16
  /// A patch by its name: `/cdn/{quilt}/{identifier}`.
  package var contentPatch: UInt16
  /// A blob as aggregators name it: `/v1/blobs/{id}`.
  package var blob: UInt16
  /// An object as aggregators name it: `/v1/blobs/by-object-id/{id}`.
  package var object: UInt16
  /// A patch by its id: `/v1/blobs/by-quilt-patch-id/{id}`.
  package var quiltPatch: UInt16
  /// A patch by its name: `/v1/blobs/by-quilt-id/{quilt}/{identifier}`.
  package var namedPatch: UInt16
  /// Content as gateways of IPFS name it: `/ipfs/{cid}`.
  package var cid: UInt16

  /// Routes whose numbers are all known.
  package init(
    content: UInt16 = 0, contentPatch: UInt16 = 0, blob: UInt16 = 0, object: UInt16 = 0,
    quiltPatch: UInt16 = 0, namedPatch: UInt16 = 0, cid: UInt16 = 0
  ) {
    self.content = content
    self.contentPatch = contentPatch
    self.blob = blob
    self.object = object
    self.quiltPatch = quiltPatch
    self.namedPatch = namedPatch
    self.cid = cid
  }

  /// The number of the route that a path belongs to.
  func route(of path: ContentPath) -> UInt16 {
    switch path.form {
    case .any, .tooLong: content
    case .blob: blob
    case .object: object
    case .quiltPatch: quiltPatch
    case .cid, .insideCID: cid
    case .namedPatch: path.isAggregatorPath ? namedPatch : contentPatch
    }
  }
}
