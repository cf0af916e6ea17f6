internal import IPFSIdentity

extension Multicodec {
  /// The media type of a block whose codec says it; nil where the bytes have to tell.
  var mediaType: String? {
    switch self {
    case .dagCBOR: "application/vnd.ipld.dag-cbor"
    case .dagJSON: "application/vnd.ipld.dag-json"
    case .cbor: "application/cbor"
    case .json: "application/json"
    default: nil
    }
  }
}
