/// Writes a file in MaxMind's format (MaxMind DB 2.0) that knows the countries of a few blocks of
/// addresses.
package struct CountryFile {
  private enum Branch {
    case nothing
    case node(Int)
    case country(String)
  }

  /// What is below each node, for a bit of 0 and of 1.
  private var nodes: [[Branch]] = [[.nothing, .nothing]]

  /// Nothing known.
  package init() {}

  /// Puts an IPv4 block into a country.
  ///
  /// - Parameter bytes: the first bytes of its addresses.
  package mutating func add(ipv4 bytes: [UInt8], prefixLength: Int, _ country: String) {
    add([UInt8](repeating: 0, count: 12) + bytes, prefixLength: 96 + prefixLength, country)
  }

  /// Puts an IPv6 block into a country.
  ///
  /// - Parameter bytes: the first bytes of its addresses.
  package mutating func add(ipv6 bytes: [UInt8], prefixLength: Int, _ country: String) {
    add(bytes, prefixLength: prefixLength, country)
  }

  private mutating func add(_ bytes: [UInt8], prefixLength: Int, _ country: String) {
    var node = 0
    for index in 0..<prefixLength {
      let bit = Int(bytes[index / 8] >> UInt8(7 - index % 8) & 1)
      if index == prefixLength - 1 {
        nodes[node][bit] = .country(country)
      } else if case .node(let next) = nodes[node][bit] {
        node = next
      } else {
        nodes.append([.nothing, .nothing])
        nodes[node][bit] = .node(nodes.count - 1)
        node = nodes.count - 1
      }
    }
  }

  /// The whole file.
  package var bytes: [UInt8] {
    var data: [UInt8] = []
    var offsets: [String: Int] = [:]
    var tree: [UInt8] = []
    for branch in nodes.joined() {
      var value = nodes.count
      switch branch {
      case .nothing: break
      case .node(let node): value = node
      case .country(let code):
        if offsets[code] == nil {
          offsets[code] = data.count
          data += Self.map([("country", Self.map([("iso_code", Self.text(code))]))])
        }
        value += 16 + offsets[code, default: 0]
      }
      tree += [UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }
    let metadata = Self.map([
      ("node_count", Self.number(6, [UInt8(nodes.count >> 8), UInt8(nodes.count & 255)])),
      ("record_size", Self.number(5, [24])), ("ip_version", Self.number(5, [6])),
      ("database_type", Self.text("Test-Country")), ("languages", [0, 4]),
      ("binary_format_major_version", Self.number(5, [2])),
      ("binary_format_minor_version", Self.number(5, [])),
      ("build_epoch", [1, 2, 1]), ("description", Self.map([])),
    ])
    return tree + [UInt8](repeating: 0, count: 16) + data
      + [0xab, 0xcd, 0xef] + Array("MaxMind.com".utf8) + metadata
  }

  private static func text(_ text: String) -> [UInt8] {
    precondition(text.utf8.count < 29)
    return [2 << 5 | UInt8(text.utf8.count)] + Array(text.utf8)
  }

  private static func number(_ type: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    [type << 5 | UInt8(bytes.count)] + bytes
  }

  private static func map(_ pairs: [(String, [UInt8])]) -> [UInt8] {
    [7 << 5 | UInt8(pairs.count)] + pairs.flatMap { text($0.0) + $0.1 }
  }
}
