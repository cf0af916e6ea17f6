internal import Bytes
internal import HTTP
internal import Routing

/// Makes the response to GET or HEAD of content that is there or on its way: conditions, ranges,
/// and the same fields whichever way the content came.
struct ContentResponder {
  let request: Request
  var metadata: ContentMetadata
  var fields: ContentFields
  /// Bytes of the whole content; nil while nobody knows.
  let length: Int?
  /// Where the bytes are; nil when none are wanted.
  var place: ContentReader.Place?
  /// Whether ranges may be read in any order: not of what passes through.
  var readsAnywhere = true
  var part: CachePart

  /// The response.
  ///
  /// - Throws: `Problem` for 412 and 416.
  func respond() throws(Problem) -> Response {
    switch plan() {
    case .full: return response(.ok, whole, length: length, upTo: .type)
    case .partial(let range): return partial(range)
    case .multipart(let ranges):
      return readsAnywhere
        ? multipart(ranges) : response(.ok, whole, length: length, upTo: .type)
    case .notModified: return response(.notModified, nil, length: nil, upTo: .validating)
    case .preconditionFailed:
      throw problem(
        ContentDeliveryProblems.preconditionFailed,
        "The content is not the one that If-Match or If-Unmodified-Since names.")
    case .rangeNotSatisfiable:
      throw problem(
        ContentDeliveryProblems.rangeNotSatisfiable,
        "The content has no bytes in this range; Content-Range tells its length.",
        [
          HTTPField(
            .contentRange,
            Self.text(ContentRange.byteCountMax) {
              ContentRange.printUnsatisfied(size: UInt64(length ?? 0), into: &$0)
            })
        ])
    }
  }

  /// The runs of bytes that the response will have, in order; none for what has no content.
  var wantedRanges: [Range<Int>] {
    guard request.head.method != .head else { return [] }
    switch plan() {
    case .full: return [0..<(length ?? .max)]
    case .partial(let range): return [Int(range.first)..<Int(range.last) + 1]
    case .multipart(let ranges):
      return (0..<ranges.count).map { Int(ranges[$0].first)..<Int(ranges[$0].last) + 1 }
    case .notModified, .preconditionFailed, .rangeNotSatisfiable: return []
    }
  }

  /// What the conditions and ranges of the request come to.
  private func plan() -> ResponsePlan {
    let bytes = request.bytes.span
    let tag = metadata.entityTag.utf8.span
    let opaque = tag.count >= 2 ? tag.extracting(1..<tag.count - 1) : tag
    let now = HTTPDate(seconds: request.receivedAt)
    let representation = Representation(size: UInt64(length ?? 0), entityTag: opaque)
    if length != nil {
      return .decide(head: request.head, bytes: bytes, representation: representation, now: now)
    }
    // Without a length a range means nothing: all is sent.
    switch Preconditions.evaluate(request.head, bytes, representation, now: now) {
    case .proceed: return .full
    case .notModified: return .notModified
    case .failed: return .preconditionFailed
    }
  }

  private var whole: [ContentReader.Part] { [.range(0..<(length ?? .max))] }

  private func partial(_ range: ByteRange) -> Response {
    var response = response(
      .partialContent, [.range(Int(range.first)..<Int(range.last) + 1)],
      length: Int(range.count), upTo: .type)
    response.fields.append(
      .contentRange,
      Self.text(ContentRange.byteCountMax) {
        ContentRange.print(range, size: UInt64(length ?? 0), into: &$0)
      })
    return response
  }

  private func multipart(_ ranges: ByteRangeSet) -> Response {
    let boundary = MultipartBoundary(
      high: .random(in: .min ... .max), low: .random(in: .min ... .max))
    let type = fields.fields.first { $0.part == .type }?.value ?? ""
    let framing = MultipartRanges(
      ranges, size: UInt64(length ?? 0), contentType: type.utf8.span, boundary: boundary)
    var parts: [ContentReader.Part] = []
    for index in 0..<ranges.count {
      parts.append(
        .text(
          [UInt8](capacity: framing.headByteCount(of: index)) {
            framing.printHead(of: index, into: &$0)
          }))
      parts.append(.range(Int(ranges[index].first)..<Int(ranges[index].last) + 1))
    }
    parts.append(.text([UInt8](capacity: framing.endByteCount) { framing.printEnd(into: &$0) }))
    var response = response(
      .partialContent, parts, length: Int(framing.byteCount), upTo: .content)
    response.fields.append(
      .contentType,
      Self.text(MultipartRanges.contentTypeByteCount) { framing.printContentType(into: &$0) })
    return response
  }

  /// A response with the fields up to a part, and these parts of the content.
  private func response(
    _ status: Status, _ parts: [ContentReader.Part]?, length: Int?, upTo last: ContentFields.Part
  ) -> Response {
    var fields = contentFields(upTo: last)
    fields.append(.age, String(max(0, request.receivedAt - metadata.storedAt)))
    part.add(to: &fields)
    let body: Response.Body
    if let parts {
      let length = length.map { Int64($0) }
      if let place, request.head.method != .head {
        body = .source(ContentReader(parts, of: place, length: length))
      } else {
        body = length.map { .omitted(length: $0) } ?? .empty
      }
    } else {
      body = .empty
    }
    return Response(status, fields: fields, body: body, cache: part.result)
  }

  private func contentFields(upTo last: ContentFields.Part) -> HTTPFields {
    var result = HTTPFields()
    for field in fields.fields where field.part <= last {
      if let name = FieldName(checking: field.name) { result.append(name, field.value) }
    }
    return result
  }

  /// The same document as the inline responder of a shard prints.
  private func problem(
    _ type: ProblemType, _ detail: String, _ more: [HTTPField] = []
  ) -> Problem {
    var fields = contentFields(upTo: .general)
    for field in more { fields.append(field.name, field.value) }
    part.add(to: &fields)
    var problem = Problem(type, detail: detail, fields: fields)
    problem.cache = part.result
    return problem
  }

  /// What a closure prints into so many bytes.
  private static func text(
    _ capacity: Int, _ print: (inout OutputSpan<UInt8>) -> Void
  ) -> String {
    String(decoding: [UInt8](capacity: capacity, initializingWith: print), as: UTF8.self)
  }
}
