internal import Bytes
package import IPFSIdentity
package import WalrusIdentity

/// What a request asks for, in full: the key and everything needed to fetch it.
package struct ContentReference: Hashable, Sendable {
  /// What is named.
  package enum Name: Hashable, Sendable {
    case blob(BlobID)
    case quiltPatch(QuiltPatchID)
    case object(ObjectID)
    case namedPatch(quilt: BlobID, identifier: String)
    case cid(CID)
  }

  /// What its content is found by.
  package let key: ContentKey
  /// What is named.
  package let name: Name

  /// A reference to what `name` says.
  package init(_ name: Name, secret: ContentKeySecret) {
    self.name = name
    switch name {
    case .blob(let id): key = ContentKey(id)
    case .quiltPatch(let id): key = ContentKey(id)
    case .object(let id): key = ContentKey(id)
    case .namedPatch(let quilt, let identifier):
      var hashed = ContentName(quilt: quilt, secret: secret)
      for byte in identifier.utf8 { hashed.append(byte) }
      key = hashed.key
    case .cid(let cid):
      key = ContentKey(
        codec: cid.codec, function: cid.function, digest: cid.digest.span, secret: secret)
    }
  }

  /// Parses a path without its query; nil when it names no content.
  ///
  /// - Throws: the precise reason for a 400.
  package init?(path: Span<UInt8>, secret: ContentKeySecret) throws(ContentPathError) {
    guard let parts = ContentPath(path) else { return nil }
    let text = path.extracting(parts.id)
    switch parts.form {
    case .any where text.count == BlobID.textLength:
      self.init(.blob(try ContentPath.blob(text)), secret: secret)
    case .any where text.count == QuiltPatchID.textLength:
      self.init(.quiltPatch(try ContentPath.patch(text)), secret: secret)
    case .any where text.count >= 2 && text[0] == UInt8(ascii: "0") && text[1] == UInt8(ascii: "x"):
      self.init(.object(try ContentPath.object(text)), secret: secret)
    case .any where CIDBytes.resembles(text):
      self.init(.cid(try ContentPath.cid(text)), secret: secret)
    case .any: throw .unrecognised(length: text.count)
    case .blob: self.init(.blob(try ContentPath.blob(text)), secret: secret)
    case .object: self.init(.object(try ContentPath.object(text)), secret: secret)
    case .quiltPatch: self.init(.quiltPatch(try ContentPath.patch(text)), secret: secret)
    case .namedPatch:
      if parts.namesCID(text) { throw .insideCID }
      let quilt = try ContentPath.quilt(text)
      let identifier = try Self.identifier(of: parts, in: path)
      self.init(.namedPatch(quilt: quilt, identifier: identifier), secret: secret)
    case .cid: self.init(.cid(try ContentPath.cid(text)), secret: secret)
    case .insideCID: throw .insideCID
    case .tooLong: throw parts.namesCID(text) ? .insideCID : .tooManySegments
    }
  }

  /// The percent-decoded identifier, checked as Walrus checks it where a path can carry it.
  private static func identifier(
    of parts: ContentPath, in path: Span<UInt8>
  ) throws(ContentPathError) -> String {
    var bytes: [UInt8] = []
    try parts.decodeIdentifier(in: path) { bytes.append($0) }
    guard !bytes.isEmpty else { throw .emptyIdentifier }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
    guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw .controlCharacter }
    guard text != "." && text != ".." else { throw .dotSegment }
    return text
  }

  /// The one path under which Floe serves it, percent-encoded.
  package var canonicalPath: String {
    switch name {
    case .blob(let id): "/cdn/\(id)"
    case .quiltPatch(let id): "/cdn/\(id)"
    case .object(let id): "/cdn/\(id)"
    case .namedPatch(let quilt, let identifier):
      "/cdn/\(quilt)/\(Self.percentEncoded(identifier))"
    // Behind `/cdn/` a CID may have the length of a Walrus id.
    case .cid(let cid): "/ipfs/\(cid)"
    }
  }

  /// The path under which an aggregator of Walrus, or a gateway of IPFS, serves it, percent-encoded.
  package var aggregatorPath: String {
    switch name {
    case .blob(let id): "/v1/blobs/\(id)"
    case .quiltPatch(let id): "/v1/blobs/by-quilt-patch-id/\(id)"
    case .object(let id): "/v1/blobs/by-object-id/\(id)"
    case .namedPatch(let quilt, let identifier):
      "/v1/blobs/by-quilt-id/\(quilt)/\(Self.percentEncoded(identifier))"
    case .cid: canonicalPath
    }
  }

  /// The strong entity tag of the content, with its quotes (RFC 9110 §8.8.3).
  ///
  /// The id itself where there is one. A named patch has the quilt's id and a hash of its name
  /// without a secret, so that all servers agree; two names that meet do no harm, as tags are only
  /// compared within one resource. A blob id that came with an object is the better tag.
  package func entityTag(blob: BlobID? = nil) -> String {
    switch name {
    case .blob(let id): return "\"\(id)\""
    case .quiltPatch(let id): return "\"\(id)\""
    case .cid(let cid): return "\"\(cid)\""
    case .object(let id): return blob.map { "\"\($0)\"" } ?? "\"\(id)\""
    case .namedPatch(let quilt, let identifier):
      var hash = SipHash128(key0: 0, key1: 0)
      for byte in identifier.utf8 { hash.append(byte) }
      let (first, second) = hash.finalize()
      return "\"\(quilt)-\(String(first, radix: 36))\(String(second, radix: 36))\""
    }
  }

  /// Everything but unreserved characters as `%XX` (RFC 3986 §2.3).
  private static func percentEncoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        encoded += byte < 16 ? "%0" : "%"
        encoded += String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
  }
}

extension ContentReference: CustomStringConvertible {
  /// The canonical text: what follows `/cdn/` or `/ipfs/`.
  package var description: String {
    let path = canonicalPath
    return String(path.dropFirst(path.hasPrefix("/cdn/") ? 5 : 6))
  }
}
