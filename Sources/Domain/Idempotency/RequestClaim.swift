/// What became of claiming a request.
enum RequestClaim: Hashable, Sendable {
  /// It is to be carried out, under this claim.
  case ours(claim: String)
  /// It was carried out; the sealed response.
  case done([UInt8])
  /// It was carried out, and its response was not kept.
  case notKept
  /// It is under way.
  case underWay
  /// The key was used for another request.
  case reused
}
