/// What every store refuses, so that a command which works locally also works on a server.
package enum SharedStateBounds {
  /// Bytes of a key or of a channel's name.
  package static let keyBytesMax = 512
  /// Bytes of a value or of a message.
  package static let valueBytesMax = 1 << 20
  /// The longest expiry, 10 years: a longer one is a mistake in a unit.
  package static let expiryMax = Duration.seconds(3650 * 86400)
  /// The largest number of a quota: scripts count with doubles, exact up to 2⁵³.
  package static let quotaMax: Int64 = 1 << 52

  /// Refuses a key that is empty or too long.
  package static func check(key: String) throws(SharedStateFailure) {
    guard !key.isEmpty, key.utf8.count <= keyBytesMax else {
      throw .refused("a key has from 1 to \(keyBytesMax) bytes")
    }
  }

  /// Refuses a value or message that is too long.
  package static func check(value: [UInt8]) throws(SharedStateFailure) {
    guard value.count <= valueBytesMax else {
      throw .refused("a value has at most \(valueBytesMax) bytes")
    }
  }

  /// Refuses an expiry that is not after now, or absurdly late.
  package static func check(expiry: Duration?) throws(SharedStateFailure) {
    guard let expiry else { return }
    guard expiry > .zero, expiry <= expiryMax else {
      throw .refused("an expiry is longer than zero and at most 3650 days")
    }
  }

  /// Refuses a take that never could be granted.
  package static func check(
    _ rate: CellRate, wanted: Int, atLeast: Int
  ) throws(SharedStateFailure) {
    guard atLeast >= 1, wanted >= atLeast, wanted <= Int(quotaMax) else {
      throw .refused("what is wanted is at least what is needed, and that is at least 1")
    }
    guard atLeast <= rate.burst else {
      throw .refused("more is needed than a burst may have")
    }
  }

  /// Refuses a take from a quota with numbers that make no sense.
  package static func check(limit: Int64, wanted: Int64) throws(SharedStateFailure) {
    guard wanted >= 1, wanted <= quotaMax, limit >= 0, limit <= quotaMax else {
      throw .refused("a quota's numbers are from 0 to 2^52, and what is wanted is at least 1")
    }
  }
}
