/// The methods that are ever sent upstream (RFC 9110 §9.3).
package enum UpstreamMethod: String, Sendable {
  case get = "GET"
  case head = "HEAD"
  case put = "PUT"
  case post = "POST"

  /// Whether a request of this method carries content.
  var carriesContent: Bool { self == .put || self == .post }
}
