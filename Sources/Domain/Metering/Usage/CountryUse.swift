/// What was used from one country.
package struct CountryUse: Hashable, Sendable {
  /// The country that requests came from.
  package let country: CountryCode
  /// Requests, and bytes of content both ways.
  package var requests: Int64
  package var bytes: Int64

  /// A use.
  package init(country: CountryCode, requests: Int64, bytes: Int64) {
    self.country = country
    self.requests = requests
    self.bytes = bytes
  }
}
