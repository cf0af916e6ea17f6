import WalrusIdentity

extension Aggregator {
  /// `GET /v1/blobs/by-quilt-patch-id/{quilt_patch_id}`, which needs no identifier.
  func patchRead(_ segment: String, _ read: Read) -> Response {
    respond { () throws in
      let patchID = try Self.patchID(segment)
      let record = try read.record(patchID.quilt, in: store)
      let quilt = try quilt(record)
      return content(try quilt.patch(columns: patchID.columns), of: record) {
        read.fields(etag: $0)
      }
    }
  }

  /// `GET /v1/blobs/by-quilt-id/{quilt_id}/{identifier}`.
  func patchRead(quilt segment: String, identifier: String, _ read: Read) -> Response {
    respond { () throws in
      let blobID = try Self.blobID(segment, name: "quilt_id")
      guard let identifier = RequestTarget.percentDecoded(identifier) else {
        throw TextFailure(status: 400, text: "Invalid URL: Invalid UTF-8 in `identifier`")
      }
      let record = try read.record(blobID, in: store)
      let quilt = try quilt(record)
      guard let entry = quilt.index.entry(identifier) else { throw APIFailure.patchNotFound }
      // This handler mirrors a Content-Type even for HEAD.
      return content(try quilt.patch(columns: entry.columns), of: record) {
        read.fields(etag: $0, actsAsGet: true)
      }
    }
  }

  /// `GET /v1/quilts/{quilt_id}/patches`: plain JSON without any field for caches.
  func patchList(_ segment: String, _ read: Read) -> Response {
    respond { () throws in
      let blobID = try Self.blobID(segment, name: "quilt_id")
      let quilt = try quilt(try read.record(blobID, in: store))
      var patches: [JSONValue] = []
      for entry in quilt.index.entries {
        let patchID = try entry.patchID(in: blobID)
        patches.append(
          .object([
            ("identifier", .string(entry.identifier)),
            ("patch_id", .string(patchID.description)),
            ("tags", .object(entry.tags.map { ($0.name, .string($0.value)) })),
          ]))
      }
      return .json(200, .array(patches))
    }
  }

  private func quilt(_ record: BlobRecord) throws -> Quilt {
    guard let bytes = store.content(record) else { throw APIFailure.blobUnavailable }
    return try Quilt(parsing: bytes, encoding: encoding)
  }

  private func content(
    _ patch: QuiltPatch, of record: BlobRecord,
    _ fields: (String) -> [(name: String, value: String)]
  ) -> Response {
    var response = Response(
      status: 200, fields: fields(record.blobID), body: [.bytes(patch.content)])
    let tags = patch.tags.map { ($0.name, $0.value) }
    add(Dictionary(tags) { $1 }, to: &response, all: passesAllTags)
    if FieldSyntax.isValue(patch.identifier) {
      response.fields.append(("x-quilt-patch-identifier", patch.identifier))
    }
    return response
  }

  private static func patchID(_ segment: String) throws(PathFailure) -> QuiltPatchID {
    let text = RequestTarget.percentDecoded(segment) ?? segment
    do throws(IdentifierError) {
      return try QuiltPatchID(text)
    } catch {
      throw PathFailure(name: "quilt_patch_id", value: text, kind: "a quilt patch ID")
    }
  }
}
