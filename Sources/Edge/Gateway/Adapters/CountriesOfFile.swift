internal import Bytes
internal import Geolocation
internal import Metering

/// Tells metering where addresses are, by a file.
struct CountriesOfFile: CountryLookup {
  private let database: CountryDatabase

  /// The file of a path; nil when the path is empty.
  ///
  /// - Throws: why it cannot be used.
  init?(path: String) throws(CountryDatabase.OpenFailure) {
    guard !path.isEmpty else { return nil }
    database = try CountryDatabase(path: path)
  }

  func country(of address: PeerAddress) -> CountryCode? {
    guard let letters = database.letters(of: address) else { return nil }
    return CountryCode(letters.first, letters.second)
  }
}
