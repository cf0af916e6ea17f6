/// One request to an upstream, complete before it is started.
///
/// What is sent is exactly: the request line, `Host` as the URL says, `User-Agent`,
/// `Accept: */*` and `Accept-Encoding: identity`, `Range` if there is a range, `fields` in
/// their order, and `Content-Length` with content. A field of the first three names in
/// `fields` takes the place of the usual one.
package struct UpstreamRequest: Sendable {
  /// GET and HEAD have no content; PUT and POST have some, perhaps none.
  package var method: UpstreamMethod
  /// An absolute `http` or `https` URL, already percent-encoded, without credentials.
  package var url: String
  /// Further fields, sent in this order.
  package var fields: [UpstreamField] = []
  /// First and last byte position asked for, both included (RFC 9110 §14.1.2).
  package var range: ClosedRange<Int64>?
  /// The content; nil and empty are the same on the wire.
  package var body: UpstreamBody?
  /// How long each part may take.
  package var timeouts = UpstreamTimeouts()
  /// How long the answer's head may be.
  package var headLimits = UpstreamHeadLimits()
  /// Redirects to follow, to the same scheme only; with GET and HEAD alone.
  package var redirectsMax = 0

  /// Whether a kept connection may carry it. libcurl sends a request again when such a
  /// connection turns out dead, which is not for requests that must never be made twice.
  package var reusesConnections = true

  /// A request with the usual limits.
  package init(_ method: UpstreamMethod = .get, url: String) {
    self.method = method
    self.url = url
  }

  /// The longest URL that is sent, in bytes.
  static let urlBytesMax = 8192

  /// Names that the client writes itself, or that would change the framing.
  private static let reservedNames = [
    "host", "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer",
    "upgrade", "expect", "range", "proxy-connection", "proxy-authorization",
  ]

  /// Whether the request can be put on the wire as it stands, and means one thing only.
  var isWellFormed: Bool {
    let bytes = url.utf8
    guard url.hasPrefix("http://") || url.hasPrefix("https://"), bytes.count <= Self.urlBytesMax,
      bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") })
    else { return false }
    guard method.carriesContent || body == nil else { return false }
    guard redirectsMax == 0 || !method.carriesContent else { return false }
    if let range, range.lowerBound < 0 { return false }
    return fields.allSatisfy { field in
      field.isWellFormed && !Self.reservedNames.contains(where: field.isNamed)
    }
  }
}
