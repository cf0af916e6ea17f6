internal import HTTPClient

/// One aggregator or publisher: an absolute URL that paths are appended to.
package struct WalrusEndpoint: Hashable, Sendable {
  private let address: UpstreamAddress

  /// Parses a URL such as `UpstreamAddress` accepts.
  package init?(_ text: String) {
    guard let address = UpstreamAddress(text) else { return nil }
    self.address = address
  }

  /// The URL without a slash at its end.
  package var base: String { address.url }

  /// Host and port as they are shown, in `X-Source` for one.
  package var source: String { address.authority }

  /// Appends a path with its leading slash.
  func url(_ path: String) -> String { base + path }
}
