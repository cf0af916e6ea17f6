/// Comparison that takes as long whatever is different.
package enum ConstantTime {
  /// Whether both are the same bytes; only the lengths may show in the time.
  package static func isEqual(_ one: [UInt8], _ two: [UInt8]) -> Bool {
    guard one.count == two.count else { return false }
    var difference: UInt8 = 0
    for index in one.indices { difference |= one[index] ^ two[index] }
    return difference == 0
  }
}
