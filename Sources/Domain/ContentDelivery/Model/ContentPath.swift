internal import Bytes
internal import IPFSIdentity
internal import WalrusIdentity

/// A request path that names content, split into its parts but not yet parsed.
///
/// The paths of Floe, of the Walrus aggregator and of IPFS gateways meet here: the same content has
/// the same key and the same stored response, whichever was used. Nothing allocates.
package struct ContentPath: Sendable {
  /// What the path says that it names.
  package enum Form: Sendable {
    /// `/cdn/{id}`: told apart by its length, by its `0x`, or by how a CID begins. A text that has
    /// the length of a Walrus id is one; a CID of that length has `/ipfs/{cid}`.
    case any
    /// `/v1/blobs/{id}`
    case blob
    /// `/v1/blobs/by-object-id/{id}`
    case object
    /// `/v1/blobs/by-quilt-patch-id/{id}`
    case quiltPatch
    /// `/cdn/{quilt}/{identifier}` and `/v1/blobs/by-quilt-id/{quilt}/{identifier}`
    case namedPatch
    /// `/ipfs/{cid}`
    case cid
    /// `/ipfs/{cid}/…`: something in a directory, which is not looked into.
    case insideCID
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
    if path.starts(with: "/ipfs/") {
      let slash = path.firstIndex(of: UInt8(ascii: "/"), from: 6, upTo: end)
      self.init(slash == nil ? .cid : .insideCID, 6..<(slash ?? end))
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
    // What begins with `/cdn/` or `/ipfs/` has its id right behind.
    isAggregatorPath = id.lowerBound > 6
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
      if text.starts(with: "0x") { return try ContentKey(Self.object(text)) }
      guard CIDBytes.resembles(text) else { throw .unrecognised(length: text.count) }
      return try Self.key(ofCID: text, secret: secret)
    case .blob: return try ContentKey(Self.blob(text))
    case .object: return try ContentKey(Self.object(text))
    case .quiltPatch: return try ContentKey(Self.patch(text))
    case .namedPatch:
      if namesCID(text) { throw .insideCID }
      let quilt = try Self.quilt(text)
      guard !identifier.isEmpty else { throw .emptyIdentifier }
      var name = ContentName(quilt: quilt, secret: secret)
      try decodeIdentifier(in: path) { name.append($0) }
      return name.key
    case .cid: return try Self.key(ofCID: text, secret: secret)
    case .insideCID: throw .insideCID
    case .tooLong: throw namesCID(text) ? .insideCID : .tooManySegments
    }
  }

  /// Whether the first segment after `/cdn/` is a CID and not the id of a quilt.
  func namesCID(_ text: Span<UInt8>) -> Bool {
    !isAggregatorPath && text.count != BlobID.textLength && text.count != QuiltPatchID.textLength
      && CIDBytes.resembles(text)
  }

  /// Kept out of line: decoding takes room on the stack that other paths have no need of.
  @inline(never)
  private static func key(
    ofCID text: Span<UInt8>, secret: ContentKeySecret
  ) throws(ContentPathError) -> ContentKey {
    do throws(CIDError) {
      let cid = try CIDBytes(parsing: text)
      return ContentKey(
        codec: cid.codec, function: cid.function, digest: cid.digest, secret: secret)
    } catch {
      throw .malformedCID(error)
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

  static func cid(_ text: Span<UInt8>) throws(ContentPathError) -> CID {
    do { return try CID(parsing: text) } catch { throw .malformedCID(error) }
  }

  static func object(_ text: Span<UInt8>) throws(ContentPathError) -> ObjectID {
    do { return try ObjectID(parsing: text) } catch { throw .malformed(.object, error) }
  }
}
