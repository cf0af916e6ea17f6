package import Bytes

/// What knows in which country an address is.
package protocol CountryLookup: Sendable {
  /// The country; nil when it is not known. Called for requests on the cached path: allocates
  /// nothing and waits for nothing.
  func country(of address: PeerAddress) -> CountryCode?
}
