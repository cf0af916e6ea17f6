/// A value of the Redis serialization protocol, version 3; version 2 is a part of it.
///
/// Streamed strings and aggregates are the same values as those of known length, attributes are left
/// out, and both nulls of version 2 are `null`.
package indirect enum RESPValue: Sendable, Hashable {
  /// `+`: a line.
  case simpleString([UInt8])
  /// `$`: any bytes.
  case blobString([UInt8])
  /// `=`: bytes and three letters of what they are, such as `txt`.
  case verbatim(format: [UInt8], [UInt8])
  /// `-`: an error in a line.
  case simpleError([UInt8])
  /// `!`: an error of any bytes.
  case blobError([UInt8])
  /// `:`: a signed number of 64 bits.
  case number(Int64)
  /// `,`: a floating-point number, the infinities and what is none.
  case double(Double)
  /// `#`: true or false.
  case boolean(Bool)
  /// `_`: nothing.
  case null
  /// `(`: the digits of a number of any size, with their sign.
  case bigNumber([UInt8])
  /// `*`: values in order.
  case array([RESPValue])
  /// `~`: values without order.
  case set([RESPValue])
  /// `%`: keys and values, in the order of the wire.
  case map([RESPPair])
  /// `>`: values that answer no command.
  case push([RESPValue])
}

extension RESPValue {
  /// The bytes of a string of any kind; nil for everything else.
  package var bytes: [UInt8]? {
    switch self {
    case .simpleString(let bytes), .blobString(let bytes), .verbatim(_, let bytes): bytes
    default: nil
    }
  }

  /// A string of any kind as text, repaired where it is not UTF-8.
  package var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  /// The text of an error of either kind; nil for everything else.
  package var errorText: String? {
    switch self {
    case .simpleError(let bytes), .blobError(let bytes): String(decoding: bytes, as: UTF8.self)
    default: nil
    }
  }

  /// The number, also when a string spells it; nil for everything else.
  package var integer: Int64? {
    if case .number(let number) = self { number } else { text.flatMap { Int64($0) } }
  }

  /// The elements of an array, a set or a push; nil for everything else.
  package var elements: [RESPValue]? {
    switch self {
    case .array(let elements), .set(let elements), .push(let elements): elements
    default: nil
    }
  }

  /// The value under a key of a map, or of an array of keys and values as version 2 writes it.
  package subscript(key: String) -> RESPValue? {
    switch self {
    case .map(let pairs):
      return pairs.first { $0.key.text == key }?.value
    case .array(let elements):
      for index in stride(from: 0, to: elements.count - 1, by: 2)
      where elements[index].text == key {
        return elements[index + 1]
      }
      return nil
    default:
      return nil
    }
  }
}
