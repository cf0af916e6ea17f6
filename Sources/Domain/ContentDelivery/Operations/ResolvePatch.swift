internal import Capabilities
internal import WalrusIdentity

/// Finds out which patch a name in a quilt stands for, so that both are one content here: with one
/// list of the quilt, which all who ask at the same time share.
struct ResolvePatch: Sendable {
  let shards: FillShards
  let offload: any Offload

  /// The patch; nil when the quilt could not be listed, or the list does not name it.
  ///
  /// - Parameter shard: where the caller runs.
  func callAsFunction(_ name: ContentKey, in quilt: BlobID, for shard: Int) async -> QuiltPatchID? {
    let key = ContentKey(quilt)
    let home = shards.home(of: key)
    while !Task.isCancelled {
      let step: QuiltShelf.NameStep = await withCheckedContinuation { continuation in
        home.post { $0.quilts.find(name, in: key) { continuation.resume(returning: $0) } }
      }
      switch step {
      case .known(.patch(let id)): return id
      case .known: return nil
      case .again: break
      case .list: await list(quilt, key, for: shard)
      }
    }
    return nil
  }

  /// Lists the quilt for all who wait.
  private func list(_ quilt: BlobID, _ key: ContentKey, for shard: Int) async {
    var listing: QuiltNames.Listing?
    var isFinal = true
    let secret = shards.contents.secret
    do throws(OriginFailure) {
      let json = try await shards[shard].here.parts.quilts.patches(of: quilt)
      // A long list takes long to read.
      let names = try? await offload.run {
        QuiltListing.names(in: json, of: quilt, secret: secret)
      }
      listing = names ?? nil
    } catch {
      isFinal = error.code != .cancelled
    }
    let (found, final) = (listing, isFinal)
    await shards.home(of: key).run { $0.quilts.listed(key, found, isFinal: final) }
  }
}
