internal import ContentDelivery

/// Fetches each content from the network that its name belongs to: CIDs from IPFS, everything else
/// from Walrus.
final class BlobSourceOfEachNetwork: BlobSource {
  private let walrus: any BlobSource
  private let ipfs: any BlobSource

  init(walrus: any BlobSource, ipfs: any BlobSource) {
    self.walrus = walrus
    self.ipfs = ipfs
  }

  func fetch(_ request: OriginRequest, into receiver: any OriginReceiver) -> any OriginFetch {
    if case .cid = request.reference.name { return ipfs.fetch(request, into: receiver) }
    return walrus.fetch(request, into: receiver)
  }

  func contentWasWrong(_ reference: ContentReference, from source: String) {
    if case .cid = reference.name { return ipfs.contentWasWrong(reference, from: source) }
    walrus.contentWasWrong(reference, from: source)
  }
}
