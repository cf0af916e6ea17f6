/// The field lines of one head as offsets, with the known ones indexed.
///
/// Only `count` entries and the indices whose `present` bit is set mean anything, so emptying the
/// table is three stores.
struct FieldTable {
  static let capacity = 100
  static let unknown: UInt8 = 0xFF

  struct Line {
    var name = HeadSlice()
    var value = HeadSlice()
    var known: UInt8 = FieldTable.unknown
  }

  private(set) var count = 0
  /// A bit per known field that occurs.
  private(set) var present: UInt64 = 0
  /// A bit per known field that occurs more than once.
  private(set) var repeated: UInt64 = 0
  private var lines = InlineArray<100, Line>(repeating: Line())
  private var firsts = InlineArray<64, UInt8>(repeating: 0)

  mutating func removeAll() {
    count = 0
    present = 0
    repeated = 0
  }

  /// Moves every line by `distance` bytes.
  mutating func move(by distance: Int) {
    for index in 0..<count {
      lines[index].name = lines[index].name.moved(by: distance)
      lines[index].value = lines[index].value.moved(by: distance)
    }
  }

  /// Appends a line; there must be room.
  @inline(__always)
  mutating func append(name: Range<Int>, value: Range<Int>, known: KnownField?) {
    var line = Line()
    line.name = HeadSlice(name)
    line.value = HeadSlice(value)
    if let known {
      line.known = known.rawValue
      let bit: UInt64 = 1 &<< UInt64(known.rawValue)
      if present & bit == 0 {
        firsts[Int(known.rawValue)] = UInt8(truncatingIfNeeded: count)
        present |= bit
      } else {
        repeated |= bit
      }
    }
    lines[count] = line
    count &+= 1
  }

  @inline(__always) static func bit(_ field: KnownField) -> UInt64 {
    1 &<< UInt64(field.rawValue)
  }

  func containsAny(_ bits: UInt64) -> Bool { present & bits != 0 }

  func contains(_ field: KnownField) -> Bool {
    (present &>> UInt64(field.rawValue)) & 1 == 1
  }

  func isRepeated(_ field: KnownField) -> Bool {
    (repeated &>> UInt64(field.rawValue)) & 1 == 1
  }

  /// The line of the first occurrence, or `nil`.
  func first(_ field: KnownField) -> Int? {
    contains(field) ? Int(firsts[Int(field.rawValue)]) : nil
  }

  /// The next line of the same field after line `index`, or `nil`.
  func next(_ field: KnownField, after index: Int) -> Int? {
    guard isRepeated(field) else { return nil }
    var line = index + 1
    while line < count {
      if lines[line].known == field.rawValue { return line }
      line += 1
    }
    return nil
  }

  func name(at index: Int) -> HeadSlice { lines[index].name }
  func value(at index: Int) -> HeadSlice { lines[index].value }

  func known(at index: Int) -> KnownField? {
    let raw = lines[index].known
    return raw == Self.unknown ? nil : KnownField(rawValue: raw)
  }
}
