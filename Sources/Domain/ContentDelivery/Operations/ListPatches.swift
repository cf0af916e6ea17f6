internal import HTTP
internal import Routing
internal import WalrusIdentity

/// Lists what is in a quilt: the aggregator's answer, handed through.
struct ListPatches: Sendable {
  let shards: FillShards

  /// The response to `GET /v1/quilts/{id}/patches`.
  func callAsFunction(_ request: Request) async throws -> Response {
    let quilt: BlobID
    do throws(IdentifierError) {
      quilt = try BlobID(String(request.parameters[0]))
    } catch {
      throw Problem(
        ContentDeliveryProblems.malformedIdentifier, detail: "This is not a quilt id: \(error).")
    }
    let catalog = shards[request.shard].here.parts.quilts
    let json = try await catalog.patches(of: quilt)
    return Response(
      .ok,
      fields: [
        HTTPField(.contentType, "application/json"),
        // A quilt never changes; but that it exists may.
        HTTPField(.cacheControl, "public, max-age=60"),
        HTTPField(.xContentTypeOptions, "nosniff"),
        HTTPField(.accessControlAllowOrigin, "*"),
      ], body: .bytes(json), cache: .bypass)
  }
}
