internal import JSON
internal import WalrusIdentity

/// The answer to `GET /v1/quilts/{id}/patches`, read.
enum QuiltListing {
  /// More patches than this no quilt has: a column each, and one for the index.
  static let patchesMax = 666
  /// What a listing costs at most to read: patches have tags.
  private static let limits = JSONLimits(depthMax: 8, valuesMax: 200_000)

  /// The patches by their names; nil when the JSON is no such answer. What belongs to another quilt
  /// is left out.
  static func names(
    in json: [UInt8], of quilt: BlobID, secret: ContentKeySecret
  ) -> QuiltNames.Listing? {
    guard let document = try? JSONReader.read(json, limits: limits),
      case .array(let items) = document, items.count <= patchesMax
    else { return nil }
    var names: QuiltNames.Listing = [:]
    for item in items {
      guard let identifier = item["identifier"].string, let text = item["patch_id"].string else {
        return nil
      }
      guard let id = try? QuiltPatchID(text), id.quilt == quilt else { continue }
      names[key(of: identifier, in: quilt, secret)] = id
    }
    return names
  }

  /// The patches by their names, from the index of a quilt that is here.
  static func names(
    in index: QuiltIndex, of quilt: BlobID, secret: ContentKeySecret
  ) -> QuiltNames.Listing {
    var names: QuiltNames.Listing = [:]
    for entry in index.entries {
      guard let id = try? entry.patchID(in: quilt) else { continue }
      names[key(of: entry.identifier, in: quilt, secret)] = id
    }
    return names
  }

  private static func key(
    of identifier: String, in quilt: BlobID, _ secret: ContentKeySecret
  ) -> ContentKey {
    ContentReference(.namedPatch(quilt: quilt, identifier: identifier), secret: secret).key
  }
}
