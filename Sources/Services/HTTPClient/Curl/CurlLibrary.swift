internal import CCurl

/// The state of libcurl that the whole process shares.
package enum CurlLibrary {
  /// Whether libcurl is initialised; asking initialises it, once.
  package static let isReady = floe_curl_global_init() == CURLE_OK
}
