internal import CCurl

extension UpstreamFailure {
  /// What a result of libcurl other than success means.
  init(result: CURLcode, phase: UpstreamPhase, request: UpstreamRequest) {
    switch result {
    case CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED:
      self = .invalidRequest
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      self = .unresolved
    case CURLE_COULDNT_CONNECT:
      self = .refused
    case CURLE_OPERATION_TIMEDOUT:
      self = .timedOut(phase)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_NOTFOUND:
      self = .tls
    case CURLE_PARTIAL_FILE:
      self = .truncated
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND:
      self = .reset
    case CURLE_TOO_MANY_REDIRECTS:
      self = .redirectsTooMany
    case CURLE_UNSUPPORTED_PROTOCOL where request.redirectsMax > 0:
      self = .redirectsTooMany
    // An answer that does not begin as HTTP/1 counts as HTTP/0.9, which is not allowed.
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
      self = .malformed
    default:
      self = .other(code: Int32(result.rawValue))
    }
  }
}
