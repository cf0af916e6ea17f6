internal import Bytes
internal import WalrusIdentity

/// A request path that names content, split into its parts but not yet parsed.
///
/// The paths of Floe and of the Walrus aggregator meet here: the same content has the same key
/// and the same stored response, whichever was used. Nothing allocates.
package struct ContentPath: Sendable {
  /// What the path says that it names.
  package enum Form: Sendable {
    /// `/cdn/{id}`: told apart by its length or its `0x`.
    case any
    /// `/v1/blobs/{id}`
    case blob
    /// `/v1/blobs/by-object-id/{id}`
    case object
    /// `/v1/blobs/by-quilt-patch-id/{id}`
    case quiltPatch
    /// `/cdn/{quilt}/{identifier}` and `/v1/blobs/by-quilt-id/{quilt}/{identifier}`
    case namedPatch
    /// `/cdn/…` with more segments than any of these.
    case tooLong
  }

  /// What the path says that it names.
  package let form: Form
  /// Where in the path the id is.
  let id: Range<Int>
  /// Where in the path the percent-encoded identifier of a patch is; empty for other forms.
  let identifier: Range<Int>

  /// Whether it is one of the aggregator's own paths.
  let isAggregatorPath: Bool

  /// Splits a path without its query, or says that it names no content: nil is for the router.
  package init?(_ path: Span<UInt8>) {
    let end = path.count
    if path.starts(with: "/cdn/") {
      let slash = path.firstIndex(of: UInt8(ascii: "/"), from: 5, upTo: end)
      guard let slash else {
        self.init(.any, 5..<end)
        return
      }
      let rest = path.firstIndex(of: UInt8(ascii: "/"), from: slash + 1, upTo: end)
      self.init(rest == nil ? .namedPatch : .tooLong, 5..<slash, slash + 1..<end)
      return
    }
    guard path.starts(with: "/v1/blobs/") else { return nil }
    let start = 10
    guard let slash = path.firstIndex(of: UInt8(ascii: "/"), from: start, upTo: end) else {
      self.init(.blob, start..<end)
      return
    }
    let word = path.extracting(start..<slash)
    let last = path.firstIndex(of: UInt8(ascii: "/"), from: slash + 1, upTo: end)
    if word.equals("by-quilt-id") {
      guard let last,
        path.firstIndex(of: UInt8(ascii: "/"), from: last + 1, upTo: end) == nil
      else { return nil }
      self.init(.namedPatch, slash + 1..<last, last + 1..<end)
    } else if last != nil {
      return nil
    } else if word.equals("by-object-id") {
      self.init(.object, slash + 1..<end)
    } else if word.equals("by-quilt-patch-id") {
      self.init(.quiltPatch, slash + 1..<end)
    } else {
      return nil
    }
  }

  private init(_ form: Form, _ id: Range<Int>, _ identifier: Range<Int> = 0..<0) {
    self.form = form
    self.id = id
    // What begins with `/cdn/` has its id right behind.
    isAggregatorPath = id.lowerBound > 5
    self.identifier = identifier
  }

  /// The key of what the path names.
  ///
  /// Of a patch identifier only the percent-encoding is checked: one that is wrong otherwise was
  /// never stored, and `ContentReference` refuses it.
  package func key(
    in path: Span<UInt8>, secret: ContentKeySecret
  ) throws(ContentPathError) -> ContentKey {
    let text = path.extracting(id)
    switch form {
    case .any:
      if text.count == BlobID.textLength { return try ContentKey(Self.blob(text)) }
      if text.count == QuiltPatchID.textLength { return try ContentKey(Self.patch(text)) }
      guard text.starts(with: "0x") else { throw .unrecognised(length: text.count) }
      return try ContentKey(Self.object(text))
    case .blob: return try ContentKey(Self.blob(text))
    case .object: return try ContentKey(Self.object(text))
    case .quiltPatch: return try ContentKey(Self.patch(text))
    case .namedPatch:
      let quilt = try Self.quilt(text)
      guard !identifier.isEmpty else { throw .emptyIdentifier }
      var name = ContentName(quilt: quilt, secret: secret)
      try decodeIdentifier(in: path) { name.append($0) }
      return name.key
    case .tooLong: throw .tooManySegments
    }
  }

  /// Passes the bytes of the identifier, percent-decoded.
  @inline(__always)
  func decodeIdentifier(
    in path: Span<UInt8>, _ body: (UInt8) -> Void
  ) throws(ContentPathError) {
    var position = identifier.lowerBound
    while position < identifier.upperBound {
      var byte = path[position]
      if byte == UInt8(ascii: "%") {
        guard position + 2 < identifier.upperBound,
          let high = Self.digit(path[position + 1]), let low = Self.digit(path[position + 2])
        else { throw .malformedPercentEncoding(offset: position) }
        byte = high << 4 | low
        position += 2
      }
      body(byte)
      position += 1
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  static func blob(_ text: Span<UInt8>) throws(ContentPathError) -> BlobID {
    do { return try BlobID(parsing: text) } catch { throw .malformed(.blob, error) }
  }

  static func quilt(_ text: Span<UInt8>) throws(ContentPathError) -> BlobID {
    do { return try BlobID(parsing: text) } catch { throw .malformed(.quilt, error) }
  }

  static func patch(_ text: Span<UInt8>) throws(ContentPathError) -> QuiltPatchID {
    do { return try QuiltPatchID(parsing: text) } catch { throw .malformed(.quiltPatch, error) }
  }

  static func object(_ text: Span<UInt8>) throws(ContentPathError) -> ObjectID {
    do { return try ObjectID(parsing: text) } catch { throw .malformed(.object, error) }
  }
}
