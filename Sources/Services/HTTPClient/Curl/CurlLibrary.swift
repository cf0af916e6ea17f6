internal import CCurl

/// The state of libcurl that the whole process shares.
enum CurlLibrary {
  /// Whether libcurl is initialised; asking initialises it, once.
  static let isReady = floe_curl_global_init() == CURLE_OK
}
