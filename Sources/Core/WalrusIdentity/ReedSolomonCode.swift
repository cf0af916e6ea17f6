/// A systematic Reed–Solomon code over GF(2¹⁶): `originalCount` symbols gain `recoveryCount` more,
/// by the additive transform of Lin, Chung and Han in the arrangement of Leopard.
///
/// Symbols lie in slots of `slotSize` bytes (a multiple of eight). Every 16-bit lane of a slot is
/// coded by itself, so a slot may hold the same symbol of many rows or columns side by side.
struct ReedSolomonCode {
  let originalCount: Int
  let recoveryCount: Int
  /// The number of slots that are transformed at once.
  private let chunk: Int
  private let isHighRate: Bool

  init(originalCount: Int, recoveryCount: Int) {
    self.originalCount = originalCount
    self.recoveryCount = recoveryCount
    let originalPower = Self.powerOfTwo(atLeast: originalCount)
    let recoveryPower = Self.powerOfTwo(atLeast: recoveryCount)
    isHighRate =
      originalPower == recoveryPower
      ? originalCount <= recoveryCount : originalPower > recoveryPower
    chunk = isHighRate ? recoveryPower : originalPower
  }

  private static func powerOfTwo(atLeast count: Int) -> Int {
    var power = 1
    while power < count { power *= 2 }
    return power
  }

  /// The number of slots of working space that `encode` wants; the originals are its first ones.
  var workSlotCount: Int { (originalCount + chunk - 1) / chunk * chunk }

  /// The number of slots that `encode` wants for its result, the first `recoveryCount` of which
  /// hold the recovery symbols.
  var recoverySlotCount: Int { (recoveryCount + chunk - 1) / chunk * chunk }

  /// Codes the first `presentCount` slots of `work` (later originals are zero, whatever the slots
  /// hold) and leaves the recovery symbols in `recovery`. `work` is used up.
  func encode(
    _ work: inout [UInt64], presentCount: Int, slotSize: Int, into recovery: inout [UInt64]
  ) {
    precondition(slotSize % 8 == 0 && presentCount <= originalCount)
    precondition(work.count * 8 >= workSlotCount * slotSize)
    precondition(recovery.count * 8 >= recoverySlotCount * slotSize)
    unsafe work.withUnsafeMutableBytes { work in
      unsafe recovery.withUnsafeMutableBytes { recovery in
        unsafe encode(
          Slots(work, slotSize), presentCount: presentCount, into: Slots(recovery, slotSize))
      }
    }
  }

  private func encode(_ work: Slots, presentCount: Int, into recovery: Slots) {
    unsafe work.clear(presentCount..<workSlotCount)
    if isHighRate {
      unsafe recovery.clear(0..<chunk)
      for start in stride(from: 0, to: presentCount, by: chunk) {
        let part = unsafe work.dropping(start)
        unsafe part.inverseTransform(
          chunk, offset: start + chunk, presentCount: presentCount - start)
        unsafe recovery.add(part, chunk)
      }
      unsafe recovery.transform(chunk, offset: 0, neededCount: recoveryCount)
    } else {
      unsafe work.inverseTransform(chunk, offset: 0, presentCount: presentCount)
      for start in stride(from: 0, to: recoveryCount, by: chunk) {
        let part = unsafe recovery.dropping(start)
        unsafe part.copy(work, chunk)
        unsafe part.transform(chunk, offset: start + chunk, neededCount: recoveryCount - start)
      }
    }
  }
}
