/// The field of 65,536 elements in the Cantor basis that Walrus's Reed–Solomon code works in, as
/// tables of logarithms, of powers, and of the multipliers ("skews") of the additive transform.
///
/// Only the products below outlive the making of the tables.
struct GaloisField {
  /// The logarithm that stands for the element zero.
  static let logarithmOfZero: UInt16 = 65535

  /// The discrete logarithm of every element; that of 0 is 65535.
  private(set) var logarithms: [UInt16]
  /// The element with each logarithm; 65535 wraps to the entry of 0.
  private(set) var powers: [UInt16]
  /// The logarithm of the transform's multiplier at each position.
  private(set) var skews: [UInt16]

  private static let basis: [UInt16] = [
    0x0001, 0xacca, 0x3c0e, 0x163e, 0xc582, 0xed2e, 0x914c, 0x4012,
    0x6c98, 0x10d8, 0x6a72, 0xb900, 0xfdb8, 0xfb34, 0xff38, 0x991e,
  ]

  /// Builds the tables: about a millisecond.
  init() {
    logarithms = [UInt16](repeating: 0, count: 65536)
    powers = [UInt16](repeating: 0, count: 65536)
    skews = [UInt16](repeating: 0, count: 65535)
    makeLogarithms()
    makeSkews()
  }

  /// The product of `element` and the element whose logarithm is `logarithm`.
  func product(_ element: UInt16, logarithm: UInt16) -> UInt16 {
    element == 0
      ? 0 : powers[Int(Self.sumOfLogarithms(logarithms[Int(element)], logarithm))]
  }

  private static func sumOfLogarithms(_ left: UInt16, _ right: UInt16) -> UInt16 {
    let sum = UInt32(left) + UInt32(right)
    return UInt16(truncatingIfNeeded: sum + sum >> 16)
  }

  /// Logarithms to the generator of the polynomial x¹⁶ + x⁵ + x³ + x² + 1, carried over into the
  /// coordinates of the Cantor basis.
  private mutating func makeLogarithms() {
    var plain = [UInt16](repeating: 0, count: 65536)
    var state = 1
    for exponent in 0..<65535 {
      plain[state] = UInt16(exponent)
      state <<= 1
      if state > 0xffff { state ^= 0x1002d }
    }
    plain[0] = Self.logarithmOfZero
    var polynomials = [UInt16](repeating: 0, count: 65536)
    for (bit, vector) in Self.basis.enumerated() {
      for index in 0..<(1 << bit) {
        polynomials[index + 1 << bit] = polynomials[index] ^ vector
      }
    }
    for element in 0..<65536 {
      let logarithm = plain[Int(polynomials[element])]
      logarithms[element] = logarithm
      powers[Int(logarithm)] = UInt16(element)
    }
    powers[65535] = powers[0]
  }

  private mutating func makeSkews() {
    var points = (0..<15).map { UInt16(1) << UInt16($0 + 1) }
    for level in 0..<15 {
      let step = 1 << (level + 1)
      skews[1 << level - 1] = 0
      for bit in level..<15 {
        let reach = 1 << (bit + 1)
        var index = 1 << level - 1
        while index < reach {
          skews[index + reach] = skews[index] ^ points[bit]
          index += step
        }
      }
      let successor = logarithms[Int(points[level] ^ 1)]
      points[level] =
        Self.logarithmOfZero - logarithms[Int(product(points[level], logarithm: successor))]
      for bit in (level + 1)..<15 {
        let factor = Self.sumOfLogarithms(logarithms[Int(points[bit] ^ 1)], points[level])
        points[bit] = product(points[bit], logarithm: factor)
      }
    }
    for index in skews.indices {
      skews[index] = logarithms[Int(skews[index])]
    }
  }
}

extension GaloisField {
  /// The greatest position of the transform that a code of at most 1,000 shards uses, plus one.
  static let positionCount = 2048

  /// For each position of the transform the products of its multiplier with the sixteen powers of
  /// two, from which any product is a sum. All zero where the multiplier is zero.
  static let skewProducts: [UInt16] = {
    let field = GaloisField()
    var products: [UInt16] = []
    products.reserveCapacity(positionCount * 16)
    for position in 0..<positionCount {
      let skew = field.skews[position]
      for bit in 0..<16 {
        products.append(
          skew == logarithmOfZero ? 0 : field.product(1 << UInt16(bit), logarithm: skew))
      }
    }
    return products
  }()
}
