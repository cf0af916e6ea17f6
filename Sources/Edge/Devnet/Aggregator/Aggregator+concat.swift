import WalrusIdentity

extension Aggregator {
  /// `GET` and `POST /v1alpha/blobs/concat`: several blobs as one body.
  func concat(_ read: Read) -> Response {
    respond { () throws in
      let isPost = read.exchange.head.method == "POST"
      switch isPost ? Self.idsOfBody(read.exchange) : try Self.idsOfQuery(read.exchange.target) {
      case .failure(let refusal): return refusal.response
      case .success(let ids):
        guard !ids.isEmpty else {
          return .text(400, "at least one blob ID or object ID must be provided")
        }
        return try concat(ids, read)
      }
    }
  }

  private struct Refusal: Error {
    let response: Response
  }

  private func concat(_ ids: [String], _ read: Read) throws(APIFailure) -> Response {
    var blobs: [BlobID] = []
    var attributes: [String: String] = [:]
    for (index, id) in ids.enumerated() {
      if id.hasPrefix("0x") {
        guard let objectID = try? ObjectID(id) else { throw Self.invalidID(id) }
        guard let found = store.object(objectID), let blobID = try? BlobID(found.record.blobID)
        else { throw Self.unresolvedObject(id) }
        if index == 0 { attributes = found.object.attributes }
        blobs.append(blobID)
      } else {
        guard let blobID = try? BlobID(id) else { throw Self.invalidID(id) }
        blobs.append(blobID)
      }
    }
    let digest = Digest.sha256(Array(ids.joined(separator: ",").utf8))
    var response = Response(
      status: 200, fields: read.fields(etag: Base64URLText.encode(digest)), isChunked: true)
    for (index, blobID) in blobs.enumerated() {
      do throws(APIFailure) {
        let record = try read.record(blobID, in: store)
        response.body.append(.file(path: store.contentPath(record), range: 0..<record.size))
      } catch {
        // The head is gone by the time a later blob turns out to be missing.
        guard index > 0 else { throw Self.unreadable }
        response.body.append(.failure)
        break
      }
    }
    add(attributes, to: &response)
    return response
  }

  private static func idsOfQuery(
    _ target: RequestTarget
  ) throws -> Result<[String], Refusal> {
    let parameters = target.parameters
    guard let list = parameters.first(where: { $0.name == "ids" })?.value else {
      throw QueryFailure(detail: "missing field `ids`")
    }
    let flags = ["strict_consistency_check", "skip_consistency_check"].map { name in
      parameters.contains { $0.name == name && $0.value == "true" }
    }
    if flags == [true, true] { throw APIFailure.inconsistentChecks }
    return .success(
      list.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty })
  }

  private static func idsOfBody(_ exchange: Exchange) -> Result<[String], Refusal> {
    func refusal(_ status: Int, _ text: String) -> Result<[String], Refusal> {
      .failure(Refusal(response: .text(status, text)))
    }
    guard exchange.head["content-type"]?.hasPrefix("application/json") ?? false else {
      return refusal(415, "Expected request with `Content-Type: application/json`")
    }
    guard let bytes = try? exchange.body(limit: 2 * 1024 * 1024) else {
      return refusal(413, "Failed to buffer the request body: length limit exceeded")
    }
    guard let json = JSONValue(parsing: bytes) else {
      return refusal(400, "Failed to parse the request body as JSON")
    }
    let target = "Failed to deserialize the JSON body into the target type: "
    guard case .object(let members) = json, case .array(let values)? = json["ids"] else {
      return refusal(422, target + "missing field `ids`")
    }
    var flags = 0
    for (name, value) in members where name != "ids" {
      guard name == "strict_consistency_check" || name == "skip_consistency_check" else {
        return refusal(422, target + "unknown field `\(name)`")
      }
      guard case .bool(let flag) = value else {
        return refusal(422, target + "\(name): invalid type, expected a boolean")
      }
      if flag { flags += 1 }
    }
    if flags == 2 { return .failure(Refusal(response: APIFailure.inconsistentChecks.response)) }
    let ids = values.compactMap(\.string)
    guard ids.count == values.count else {
      return refusal(422, target + "ids: invalid type, expected a string")
    }
    return .success(ids)
  }

  private static func invalidID(_ id: String) -> APIFailure {
    APIFailure(
      code: 400, status: "INVALID_ARGUMENT", reason: "INVALID_ID_FORMAT",
      message: "`\(id)` is neither a blob ID nor an object ID")
  }

  private static func unresolvedObject(_ id: String) -> APIFailure {
    APIFailure(
      code: 404, status: "NOT_FOUND", reason: "OBJECT_ID_RESOLUTION_FAILED",
      message: "the object `\(id)` could not be resolved to a blob")
  }

  private static let unreadable = APIFailure(
    code: 500, status: "INTERNAL", reason: "BLOB_READ_FAILED",
    message: "a blob of the list could not be read")
}
