package import IPFSIdentity
package import WalrusIdentity

/// Why a path below `/cdn/`, `/ipfs/` or `/v1/blobs/` names no content: the reason for a 400.
package enum ContentPathError: Error, Hashable, Sendable {
  /// Which identifier of the path is meant.
  package enum Part: Hashable, Sendable {
    case blob, quilt, quiltPatch, object
  }

  /// An identifier is not well-formed.
  case malformed(Part, IdentifierError)
  /// A CID is not well-formed.
  case malformedCID(CIDError)
  /// The path goes on after a CID: directories are not looked into.
  case insideCID
  /// The text after `/cdn/` has the length of no identifier and begins neither with `0x` nor as a
  /// CID does.
  case unrecognised(length: Int)
  /// More path segments follow than an identifier can have.
  case tooManySegments
  /// The identifier of the patch is empty.
  case emptyIdentifier
  /// The byte of the identifier at `offset` (counted in the path) begins no percent-encoded byte.
  case malformedPercentEncoding(offset: Int)
  /// The identifier is no UTF-8.
  case notUTF8
  /// The identifier has a control character.
  case controlCharacter
  /// The identifier is `.` or `..`, which a path cannot carry (RFC 3986 §5.2.4).
  case dotSegment
}

extension ContentPathError: CustomStringConvertible {
  /// One sentence without a full stop, safe to send to a client.
  package var description: String {
    switch self {
    case .malformed(.blob, let error): "not a blob id: \(error)"
    case .malformed(.quilt, let error): "not a quilt id: \(error)"
    case .malformed(.quiltPatch, let error): "not a quilt patch id: \(error)"
    case .malformed(.object, let error): "not an object id: \(error)"
    case .malformedCID(let error): "not a CID: \(error)"
    case .insideCID:
      "paths inside a directory of IPFS are not followed: name the file by a CID of its own"
    case .unrecognised(let length):
      "\(length) characters are no identifier: a blob id has \(BlobID.textLength), "
        + "a quilt patch id \(QuiltPatchID.textLength), an object id begins with 0x, "
        + "a CID with Qm, b, z, k or f"
    case .tooManySegments:
      "too many path segments: a slash inside a patch identifier must be written as %2F"
    case .emptyIdentifier: "the patch identifier is empty"
    case .malformedPercentEncoding(let offset):
      "malformed percent-encoding at offset \(offset) of the path"
    case .notUTF8: "the patch identifier is not UTF-8"
    case .controlCharacter: "the patch identifier has a control character"
    case .dotSegment: "the patch identifier is a dot segment"
    }
  }
}
