import WalrusIdentity

extension Publisher {
  /// `PUT /v1/quilts`: a form whose parts become the patches of one quilt.
  func storeQuilt(_ exchange: Exchange, _ faults: Faults) throws -> Response {
    let query = try StoreQuery(exchange.target)
    let body = try body(exchange, limit: quiltBytesMax)
    let quilt = try quilt(try form(body, exchange.head["content-type"] ?? ""))
    try TokenGate.checkLength(quilt.bytes.count, of: exchange.head)
    let found = try identity.identify(quilt.bytes)
    if faults.blockedIDs.contains(found.blobID.description) { throw APIFailure.forbiddenBlob }
    let stored = try result(storing: quilt.bytes, as: found, for: query)
    var patches: [JSONValue] = []
    for entry in quilt.index.entries {
      let (start, end) = (entry.columns.lowerBound, entry.columns.upperBound)
      let patchID = try entry.patchID(in: found.blobID)
      patches.append(
        .object([
          ("identifier", .string(entry.identifier)),
          ("quiltPatchId", .string(patchID.description)),
          ("range", .array([.integer(Int64(start)), .integer(Int64(end))])),
        ]))
    }
    return .json(
      200, .object([("blobStoreResult", stored), ("storedQuiltBlobs", .array(patches))]))
  }

  private func form(_ body: [UInt8], _ contentType: String) throws -> MultipartForm {
    guard let boundary = MultipartForm.boundary(contentType) else {
      throw TextFailure(
        status: 400, text: "Invalid `boundary` for `multipart/form-data` request")
    }
    do throws(MultipartForm.Malformed) {
      return try MultipartForm(parsing: body, boundary: boundary)
    } catch {
      throw APIFailure.malformedRequest(error.sentence)
    }
  }

  private func quilt(_ form: MultipartForm) throws(APIFailure) -> Quilt {
    var tags: [String: [QuiltTag]] = [:]
    for part in form.parts where part.name == "_metadata" {
      try Self.readMetadata(part.bytes, into: &tags)
    }
    let patches = form.parts.filter { $0.name != "_metadata" }.map {
      QuiltPatch(identifier: $0.name, tags: tags[$0.name] ?? [], content: $0.bytes)
    }
    do throws(QuiltEncodingError) {
      return try Quilt(patches, encoding: identity.encoding)
    } catch {
      throw .malformedRequest("\(error)")
    }
  }

  /// Reads `[{"identifier":"a","tags":{"k":"v"}}]`; values that are no texts become texts.
  private static func readMetadata(
    _ bytes: [UInt8], into tags: inout [String: [QuiltTag]]
  ) throws(APIFailure) {
    guard case .array(let entries)? = JSONValue(parsing: bytes) else {
      throw .malformedRequest("_metadata is not a JSON list")
    }
    for entry in entries {
      guard let identifier = entry["identifier"]?.string else {
        throw .malformedRequest("an entry of _metadata has no identifier")
      }
      var members: [(name: String, value: JSONValue)] = []
      switch entry["tags"] {
      case nil, .null: break
      case .object(let named): members = named
      default: throw .malformedRequest("the tags of `\(identifier)` are not an object")
      }
      let own = members.map { QuiltTag(name: $0.name, value: $0.value.string ?? $0.value.text) }
      guard tags.updateValue(own, forKey: identifier) == nil else {
        throw .malformedRequest("_metadata names `\(identifier)` twice")
      }
    }
  }
}
