import WalrusIdentity

extension Aggregator {
  /// `GET /v1/blobs/{blob_id}`.
  func blobRead(_ segment: String, _ read: Read) -> Response {
    respond { () throws in
      let blobID = try Self.blobID(segment)
      try Self.checkQuery(read.exchange.target)
      return try content(blobID, read, attributes: [:])
    }
  }

  /// `GET /v1/blobs/by-object-id/{object_id}`.
  func objectRead(_ segment: String, _ read: Read) -> Response {
    respond { () throws in
      let objectID = try Self.objectID(segment)
      try Self.checkQuery(read.exchange.target)
      // A malformed range is reported before anything is looked up.
      if let range = read.exchange.head["range"] { _ = try StrictRange(parsing: range) }
      guard let found = store.object(objectID), let blobID = try? BlobID(found.record.blobID)
      else { throw APIFailure.blobNotFound }
      return try content(blobID, read, attributes: found.object.attributes)
    }
  }

  /// `GET /v1/blobs/{blob_id}/byte-range`, which answers 200 on purpose.
  func byteRangeRead(_ segment: String, _ read: Read) -> Response {
    respond { () throws in
      let blobID = try Self.blobID(segment)
      let query = try StrictQuery(read.exchange.target, known: ["start", "length"])
      guard let start = try query.number("start") else {
        throw QueryFailure(detail: "missing field `start`")
      }
      guard let length = try query.number("length") else {
        throw QueryFailure(detail: "missing field `length`")
      }
      guard length > 0 else { throw APIFailure.invalidRangeQuery("length must not be zero") }
      let (end, overflows) = start.addingReportingOverflow(length)
      guard !overflows else { throw APIFailure.invalidRangeQuery("byte range overflows") }
      let record = try read.record(blobID, in: store)
      guard end <= record.size else {
        throw APIFailure.invalidRangeQuery(StrictRange.outOfBounds(start, end, record.size))
      }
      return Response(
        status: 200, fields: read.fields(etag: "\(record.blobID)-\(start)-\(length)"),
        body: [.file(path: store.contentPath(record), range: start..<end)])
    }
  }

  /// `GET /v1alpha/blobs/{blob_id}/stream`.
  func stream(_ segment: String, _ read: Read) -> Response {
    respond { () throws in
      let record = try read.record(try Self.blobID(segment), in: store)
      return Response(
        status: 200,
        fields: read.fields(etag: record.blobID) + [("x-walrus-streaming", "true")],
        body: [.file(path: store.contentPath(record), range: 0..<record.size)])
    }
  }

  /// Turns whatever a handler throws into its answer.
  func respond(_ handler: () throws -> Response) -> Response {
    do {
      return try handler()
    } catch let failure as APIFailure {
      return failure.response
    } catch let failure as QueryFailure {
      return failure.response
    } catch let failure as PathFailure {
      return failure.response
    } catch let failure as TextFailure {
      return failure.response
    } catch {
      return APIFailure.internalError.response
    }
  }

  /// Adds stored attributes as fields: allowed names with legal values that are not there yet.
  func add(_ attributes: [String: String], to response: inout Response, all: Bool = false) {
    let allowed: Set<String> = [
      "content-type", "authorization", "content-disposition", "content-encoding",
      "content-language", "content-location", "link",
    ]
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
      let name = name.lowercased()
      guard all || allowed.contains(name), response[name] == nil, FieldSyntax.isName(name),
        FieldSyntax.isValue(value)
      else { continue }
      response.fields.append((name, value))
    }
  }

  /// The blob id in a path segment.
  static func blobID(_ segment: String, name: String = "blob_id") throws(PathFailure) -> BlobID {
    let text = RequestTarget.percentDecoded(segment) ?? segment
    do throws(IdentifierError) {
      return try BlobID(text)
    } catch {
      throw PathFailure(name: name, value: text, kind: "a blob ID")
    }
  }

  private static func objectID(_ segment: String) throws(PathFailure) -> ObjectID {
    let text = RequestTarget.percentDecoded(segment) ?? segment
    do throws(IdentifierError) {
      return try ObjectID(text)
    } catch {
      throw PathFailure(name: "object_id", value: text, kind: "an object ID")
    }
  }

  private static func checkQuery(_ target: RequestTarget) throws {
    let query = try StrictQuery(
      target, known: ["strict_consistency_check", "skip_consistency_check"])
    let isStrict = try query.flag("strict_consistency_check")
    let isSkipped = try query.flag("skip_consistency_check")
    if isStrict && isSkipped { throw APIFailure.inconsistentChecks }
  }

  private func content(
    _ blobID: BlobID, _ read: Read, attributes: [String: String]
  ) throws(APIFailure) -> Response {
    let range: StrictRange?
    if let text = read.exchange.head["range"] {
      range = try StrictRange(parsing: text)
    } else {
      range = nil
    }
    let record = try read.record(blobID, in: store)
    var response = Response(status: 200, fields: read.fields(etag: record.blobID))
    var bytes = 0..<record.size
    if let range {
      bytes = try range.bytes(ofBlobWithSize: record.size)
      response.status = 206
      response.fields.append(
        ("content-range", "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(record.size)"))
    }
    response.body = [.file(path: store.contentPath(record), range: bytes)]
    add(attributes, to: &response)
    return response
  }
}
