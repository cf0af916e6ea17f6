/// Comparisons whose time tells nothing of where two secrets differ.
package enum ConstantTime {
  /// Whether both are the same bytes; only a difference in length shows in the time.
  package static func equal(_ one: [UInt8], _ two: [UInt8]) -> Bool {
    guard one.count == two.count else { return false }
    var difference: UInt8 = 0
    for index in one.indices { difference |= one[index] ^ two[index] }
    return difference == 0
  }
}
