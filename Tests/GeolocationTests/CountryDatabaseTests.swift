import Bytes
import TestSupport
import Testing

@testable import Geolocation

/// Countries of addresses, from a file.
@Suite struct CountryDatabaseTests {
  private func country(_ address: String, in database: CountryDatabase) throws -> String? {
    let peer = try #require(PeerAddress(parsing: address))
    return database.letters(of: peer).map {
      String(decoding: [$0.first, $0.second], as: UTF8.self)
    }
  }

  @Test func `blocks of both families are found, the narrower one first`() throws {
    let directory = TemporaryDirectory("countries")
    var file = CountryFile()
    file.add(ipv4: [192, 0, 2], prefixLength: 24, "CH")
    file.add(ipv4: [10, 128], prefixLength: 9, "AQ")
    file.add(ipv4: [10, 0], prefixLength: 9, "NZ")
    file.add(ipv6: [0x20, 0x01, 0x0d, 0xb8], prefixLength: 32, "IS")
    let database = try CountryDatabase(path: directory.write("countries.mmdb", file.bytes))
    #expect(try country("192.0.2.77", in: database) == "CH")
    #expect(try country("192.0.3.1", in: database) == nil)
    #expect(try country("10.200.1.1", in: database) == "AQ")
    #expect(try country("10.127.255.255", in: database) == "NZ")
    #expect(try country("2001:db8:1::5", in: database) == "IS")
    #expect(try country("2001:db9::", in: database) == nil)
    #expect(try country("::ffff:192.0.2.1", in: database) == "CH")
  }

  @Test func `a file that is missing, empty or cut short is told by its name`() throws {
    let directory = TemporaryDirectory("countries")
    var file = CountryFile()
    file.add(ipv4: [192, 0, 2], prefixLength: 24, "CH")
    let paths = [
      directory("missing"), directory.write("empty", []),
      directory.write("short", file.bytes.dropLast(100)),
    ]
    for path in paths {
      let failure = #expect(throws: CountryDatabase.OpenFailure.self) {
        try CountryDatabase(path: path)
      }
      #expect(failure?.description.contains(path) == true)
    }
  }

  @Test func `whatever is damaged inside a file, asking answers`() throws {
    let directory = TemporaryDirectory("countries")
    var file = CountryFile()
    for byte in UInt8(1)...60 { file.add(ipv4: [byte, 7], prefixLength: 16, "CH") }
    let good = file.bytes
    var random = SplitMix64(seed: 7)
    for round in 0..<200 {
      var bytes = good
      for _ in 0..<3 {
        bytes[Int.random(in: 0..<good.count - 200, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      let path = directory.write("damaged\(round)", bytes)
      guard let database = try? CountryDatabase(path: path) else { continue }
      for byte in UInt32(1)...60 {
        _ = database.letters(of: PeerAddress(ipv4: byte << 24 | 7 << 16, port: 0))
      }
    }
  }
}
