package import Transport

/// Where a Redis or Valkey server is, and who asks.
package struct RedisAddress: Sendable {
  /// Why a text is no address; the text itself may hold a password and is not repeated.
  package struct Malformed: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
  }

  /// Where to connect, and whether by TLS.
  package let target: DialTarget
  package let isSecure: Bool
  /// The number of the database.
  package let database: Int
  let username: String?
  let password: String?

  /// Reads `redis://` or, for TLS, `rediss://`, then `[user[:password]@]host[:port][/database]`;
  /// or `unix://[user[:password]@]/path/of/the/socket`. What user and password may not hold as it is,
  /// they hold as `%xx`. As with other clients, a word before `@` without colon is a user.
  package init(_ text: String) throws(Malformed) {
    let schemes = ["redis://", "rediss://", "unix://"]
    guard text.utf8.count <= 2048, let scheme = schemes.first(where: text.hasPrefix) else {
      throw Malformed(description: "it begins with redis://, rediss:// or unix://")
    }
    var rest = text.dropFirst(scheme.count)
    isSecure = scheme == "rediss://"
    // A password may hold an @ that nobody has escaped; a host may not.
    let authority = scheme == "unix://" ? rest : rest.prefix { $0 != "/" }
    if let at = authority.lastIndex(of: "@") {
      (username, password) = try Self.credentials(rest[..<at])
      rest = rest[rest.index(after: at)...]
    } else {
      (username, password) = (nil, nil)
    }
    if scheme == "unix://" {
      guard rest.hasPrefix("/"), rest.utf8.count < 108 else {
        throw Malformed(description: "unix:// is followed by an absolute path of at most 107 bytes")
      }
      target = .path(String(rest))
      database = 0
      return
    }
    let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    target = try Self.host(parts[0])
    database = try Self.database(parts.count > 1 ? parts[1] : "")
  }

  private static func credentials(
    _ text: Substring
  ) throws(Malformed) -> (String?, String?) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let user = decode(parts[0]), let password = decode(parts.count > 1 ? parts[1] : "") else {
      throw Malformed(description: "a % is followed by two hexadecimal digits")
    }
    return (user.isEmpty ? nil : user, password.isEmpty ? nil : password)
  }

  private static func host(_ text: Substring) throws(Malformed) -> DialTarget {
    var host = text
    var port: UInt16 = 6379
    if let colon = text.lastIndex(of: ":"), text.last != "]" {
      guard let number = UInt16(text[text.index(after: colon)...]), number > 0 else {
        throw Malformed(description: "a port is a number from 1 to 65535")
      }
      host = text[..<colon]
      port = number
    }
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    let isName = host.utf8.allSatisfy { byte in
      (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
        || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || "-._:".utf8.contains(byte)
    }
    guard !host.isEmpty, isName else { throw Malformed(description: "the host is no name") }
    return .host(String(host), port: port)
  }

  private static func database(_ text: Substring) throws(Malformed) -> Int {
    if text.isEmpty { return 0 }
    guard let number = Int(text), (0...65535).contains(number) else {
      throw Malformed(description: "the database is a number")
    }
    return number
  }

  /// The text with its escapes undone; nil when one is broken or it is not UTF-8.
  private static func decode(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let digits = Substring(rest.prefix(2)).asByte else { return nil }
      bytes.append(digits)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

extension RedisAddress: CustomStringConvertible {
  /// The address without user and password.
  package var description: String {
    switch target {
    case .host(let host, let port):
      let shown = host.contains(":") ? "[\(host)]" : host
      return "\(isSecure ? "rediss" : "redis")://\(shown):\(port)/\(database)"
    case .path(let path): return "unix://\(path)"
    }
  }
}

extension RedisAddress: CustomReflectable {
  /// Nothing: a dump must not show the password.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Substring {
  /// The byte that two hexadecimal digits are; nil when they are not.
  fileprivate var asByte: UInt8? {
    utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit } ? UInt8(self, radix: 16) : nil
  }
}
