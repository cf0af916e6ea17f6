internal import Bytes
internal import Capabilities
internal import HTTP
internal import JSON
internal import Routing
internal import WalrusIdentity

/// Stores a blob: hands it to a publisher and, at the same time, computes its id here. The two
/// must agree; then the content is in memory, as proven, before the answer goes out.
struct StoreBlob: Sendable {
  let shards: FillShards
  let computeID: ComputeBlobID
  let bodyMax: Int
  let isContentDomain: Bool
  let freshSeconds: Int64

  /// The parameters of a publisher, and no others.
  static let parameterNames = [
    "epochs", "permanent", "deletable", "force", "reuse_resources", "encoding_type",
    "quilt_version", "send_object_to", "share",
  ]

  /// The response to `PUT /v1/blobs`.
  func callAsFunction(_ request: Request) async throws -> Response {
    let options = try Self.options(of: request)
    let shard = shards[request.shard].here
    guard shard.beginUpload() else {
      throw Problem(ContentDeliveryProblems.uploadsExhausted, retryAfter: 2)
    }
    defer { shard.endUpload() }
    let body = try await request.body.collect(limit: bodyMax)
    let computeID = computeID
    async let computed = computeID(body)
    let receipt = try await shard.parts.publisher.publish(body, options: options)
    let id = try await computed
    try Self.check(receipt, id)
    await keep(body, id, receipt.source, at: request.receivedAt)
    var response = Response(
      .ok,
      fields: [
        HTTPField(.contentType, "application/json"), HTTPField(.cacheControl, "no-store"),
        HTTPField(.xContentTypeOptions, "nosniff"), HTTPField(.xSource, receipt.source),
        HTTPField(.accessControlAllowOrigin, "*"),
      ], body: .bytes(receipt.json))
    response.storedCount = Int64(body.count)
    return response
  }

  private static func check(_ receipt: PublishReceipt, _ id: BlobID) throws(Problem) {
    guard receipt.blobID != id else { return }
    throw Problem(
      ContentDeliveryProblems.publisherIDMismatch, source: .upstream,
      detail: "The content has another id than the publisher claims.",
      members: [
        .init("expected", .string("\(id)")),
        .init("claimed", receipt.blobID.map { .string("\($0)") } ?? .null),
      ])
  }

  /// Puts the content into the memory tier of its home, if there is room.
  private func keep(_ bytes: [UInt8], _ id: BlobID, _ source: String, at seconds: Int64) async {
    let reference = ContentReference(.blob(id), secret: shards.contents.secret)
    let sample = bytes.span.extracting(0..<min(bytes.count, ContentSniffer.prefixByteCountMax))
    let metadata = ContentMetadata(
      length: bytes.count, contentType: "\(ContentSniffer.type(of: sample))",
      entityTag: reference.entityTag(), source: "store", proof: .proven, storedAt: seconds,
      freshUntil: seconds + freshSeconds)
    let onContentDomain = isContentDomain
    let digest = try? await computeID.offload.run { unsafe Bytes32.sha256(of: bytes.span.bytes) }
    await shards.home(of: reference.key).run { shard in
      shard.noteOwn(reference.key)
      if let digest { shard.verifier.record(digest, of: reference.key, isProven: true) }
      guard let buffer = try? shard.contents.makeBody(length: bytes.count),
        (try? buffer.append(bytes.span)) != nil, (try? buffer.finish()) != nil
      else { return }
      shard.store(
        StoredContent(
          key: reference.key, metadata: metadata, body: buffer, onContentDomain: onContentDomain))
    }
  }

  // MARK: Parameters

  /// The publisher's parameters, read as strictly as the publisher reads them.
  static func options(of request: Request) throws(Problem) -> PublishOptions {
    let query = try QueryParameters(of: request, knowing: parameterNames)
    var options = PublishOptions()
    options.epochs = try query.integer("epochs", in: 1...Int64(UInt32.max)).map { UInt32($0) }
    options.isPermanent = try query.bool("permanent")
    options.isDeletable = try query.bool("deletable")
    options.isForced = try query.bool("force")
    options.reusesResources = try query.bool("reuse_resources")
    if options.isPermanent == true && options.isDeletable == true {
      throw QueryParameters.problem("A blob cannot be both permanent and deletable.")
    }
    if let type = query["encoding_type"], type != "RS2" {
      throw QueryParameters.problem("The only encoding_type is RS2.")
    }
    if let version = query["quilt_version"], version.lowercased() != "v1" {
      throw QueryParameters.problem("The only quilt_version is v1.")
    }
    let isShared = try query.bool("share") ?? false
    if let text = query["send_object_to"] {
      guard !isShared else {
        throw QueryParameters.problem("A blob cannot be both sent and shared.")
      }
      do throws(IdentifierError) {
        options.owner = .address(try ObjectID(text))
      } catch {
        throw QueryParameters.problem("The parameter send_object_to is no address: \(error).")
      }
    } else if isShared {
      options.owner = .shared
    }
    return options
  }
}
