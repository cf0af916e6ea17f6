import WalrusIdentity

/// The query of a storing request, read as strictly as the daemon reads it.
struct StoreQuery: Sendable {
  private(set) var purchase = Purchase()

  /// Who gets the object, as written; nil when the publisher keeps it.
  private(set) var recipient: String?

  /// The epochs that a network sells ahead.
  static let epochsMax = 53

  private static let known = [
    "encoding_type", "epochs", "deletable", "permanent", "force", "reuse_resources",
    "quilt_version", "send_object_to", "share",
  ]

  init(_ target: RequestTarget) throws {
    let query = try StrictQuery(target, known: Self.known)
    if let type = query["encoding_type"], type != "RS2" {
      throw QueryFailure(
        detail: "encoding_type: unknown variant `\(type)`, expected `RS2`")
    }
    if let version = query["quilt_version"], version.lowercased() != "v1" {
      throw QueryFailure(
        detail: "quilt_version: unknown variant `\(version)`, expected `v1`")
    }
    purchase.epochs = try query.number("epochs") ?? 1
    purchase.isPermanent = try query.flag("permanent")
    purchase.isForced = try query.flag("force")
    purchase.isShared = try query.flag("share")
    _ = try query.flag("reuse_resources")
    recipient = query["send_object_to"]
    if let recipient, (try? ObjectID(recipient)) == nil {
      throw QueryFailure(detail: "send_object_to: invalid address")
    }
    if recipient != nil && query["share"] != nil {
      throw QueryFailure(detail: "`send_object_to` and `share` exclude each other")
    }
    if try query.flag("deletable"), purchase.isPermanent { throw APIFailure.invalidPersistence }
    guard (1...Self.epochsMax).contains(purchase.epochs) else {
      throw APIFailure.malformedRequest("epochs must be from 1 to \(Self.epochsMax)")
    }
  }
}
