internal import Capabilities
internal import HTTP
internal import Routing

/// What content delivery answers: Floe's own paths, and those of a Walrus aggregator and publisher,
/// so that any Walrus client can be pointed here.
struct ContentRoutes {
  let serve: ServeContent
  let list: ListPatches
  let store: StoreBlob

  /// The routes.
  var all: [Route] {
    [
      reading("/cdn/{id}", "Serves content by its blob id, quilt patch id, object id or CID."),
      reading("/cdn/{quilt}/{identifier*}", "Serves a patch of a quilt by its identifier."),
      reading("/v1/blobs/{id}", "Serves a blob, as an aggregator does."),
      reading("/v1/blobs/by-object-id/{id}", "Serves the blob of an object."),
      reading("/v1/blobs/by-quilt-patch-id/{id}", "Serves a patch of a quilt by its id."),
      reading(
        "/v1/blobs/by-quilt-id/{quilt}/{identifier}",
        "Serves a patch of a quilt by its identifier."),
      reading("/ipfs/{cid}", "Serves content of IPFS by its CID, as a gateway does."),
      Route(
        .get, "/ipfs/{cid}/{path*}", "Says that paths inside a CID are not followed.",
        access: .permission(.readCDN, .content), answers: [],
        problems: [ContentDeliveryProblems.pathInsideCID], handler: serve.callAsFunction),
      Route(
        .get, "/v1/quilts/{id}/patches", "Lists the patches of a quilt.",
        access: .permission(.readCDN, .content),
        answers: [RouteAnswer(.ok, "The aggregator's list.", contentType: "application/json")],
        problems: ContentDeliveryProblems.reading, handler: list.callAsFunction
      ).wrapped(shedding),
      Route(
        .put, "/v1/blobs", "Stores a blob, and answers once its id is proven.",
        access: .permission(.uploadFiles, .content),
        bodyMax: store.bodyMax, parameters: Self.storing,
        answers: [RouteAnswer(.ok, "The publisher's answer.", contentType: "application/json")],
        problems: ContentDeliveryProblems.storing, handler: store.callAsFunction
      ).wrapped(shedding),
      Route(
        .get, "/status", "Says that the server is there.", access: .open,
        answers: [RouteAnswer(.ok, contentType: "text/plain")]
      ) { _ in Self.text("OK", type: "text/plain; charset=utf-8") },
      Route(
        .get, "/v1/api", "Leads to the description of the interface.", access: .open,
        answers: [RouteAnswer(.ok, contentType: "text/html")]
      ) { _ in Self.page.response(maxAge: 300) },
    ]
  }

  /// Refuses what memory has no part in while load is shed.
  private func shedding(
    _ request: Request, _ handler: Route.Handler
  ) async throws -> Response {
    if let seconds = list.shards[request.shard].here.parts.load.refusal() {
      throw Problem(ContentDeliveryProblems.loadShed, retryAfter: seconds)
    }
    return try await handler(request)
  }

  private func reading(_ template: String, _ summary: String) -> Route {
    Route(
      .get, template, summary, access: .permission(.readCDN, .content),
      parameters: Self.hints,
      answers: [
        RouteAnswer(.ok, "The content.", contentType: "application/octet-stream"),
        RouteAnswer(.partialContent, "The ranges asked for."),
        RouteAnswer(.notModified, "The client has it already."),
      ], problems: ContentDeliveryProblems.reading, handler: serve.callAsFunction)
  }

  private static let hints = [
    RouteParameter(
      .query, "type", "The media type to send, from a list of harmless ones, when none was stored.",
      example: "image/png"),
    RouteParameter(
      .query, "filename", "A file name whose ending tells the media type, in the same way.",
      example: "picture.png"),
    RouteParameter(.header, "Range", "The bytes to send (RFC 9110 §14.2).", example: "bytes=0-99"),
    RouteParameter(.header, "If-None-Match", "Tags of copies that the client has."),
  ]

  private static let storing = [
    RouteParameter(.query, "epochs", "Lifetime in epochs from now.", type: "integer"),
    RouteParameter(.query, "permanent", "Whether the blob cannot be deleted.", type: "boolean"),
    RouteParameter(.query, "deletable", "Whether it can, which is usual.", type: "boolean"),
    RouteParameter(.query, "force", "Whether to store what is stored already.", type: "boolean"),
    RouteParameter(
      .query, "reuse_resources", "Whether the publisher may use what it owns.", type: "boolean"),
    RouteParameter(.query, "send_object_to", "The address that gets the blob's object."),
    RouteParameter(.query, "share", "Whether the blob's object is shared.", type: "boolean"),
  ]

  private static let page = Page(
    title: "Floe",
    body: """
      <p>The interface is described in <a href="/openapi.json">/openapi.json</a>, the problems that \
      it reports under <a href="/problems">/problems</a>.</p>

      """)

  private static func text(_ text: String, type: String) -> Response {
    Response(
      .ok,
      fields: [
        HTTPField(.contentType, type), HTTPField(.cacheControl, "no-store"),
        HTTPField(.xContentTypeOptions, "nosniff"), HTTPField(.accessControlAllowOrigin, "*"),
      ], body: .bytes(Array(text.utf8)))
  }
}
