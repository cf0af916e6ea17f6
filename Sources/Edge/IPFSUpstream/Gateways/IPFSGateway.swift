internal import HTTPClient

/// One gateway of IPFS: an absolute URL that paths are appended to, and what it hands out.
package struct IPFSGateway: Hashable, Sendable {
  private let address: UpstreamAddress
  /// Whether it hands out single blocks, which can be proven.
  package var servesBlocks = true
  /// Whether it puts files together that lie in many blocks.
  package var servesFiles = true

  /// Parses a URL such as `UpstreamAddress` accepts.
  package init?(_ text: String) {
    guard let address = UpstreamAddress(text) else { return nil }
    self.address = address
  }

  /// The URL without a slash at its end.
  package var base: String { address.url }

  /// Host and port as they are shown, in `X-Source` for one.
  package var source: String { address.authority }

  /// The URL of what a path such as `/ipfs/{cid}` names.
  func url(_ path: String) -> String { base + path }
}
