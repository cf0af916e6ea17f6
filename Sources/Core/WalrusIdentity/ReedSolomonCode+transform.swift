extension ReedSolomonCode {
  /// A run of slots in memory that `encode` has checked. Raw pointers, because the butterflies
  /// work on two parts of one buffer at once.
  @unsafe
  struct Slots {
    let base: UnsafeMutableRawPointer
    let slotSize: Int

    init(_ bytes: UnsafeMutableRawBufferPointer, _ slotSize: Int) {
      unsafe base = bytes.baseAddress!
      unsafe self.slotSize = slotSize
    }

    private init(base: UnsafeMutableRawPointer, slotSize: Int) {
      unsafe self.base = base
      unsafe self.slotSize = slotSize
    }

    func dropping(_ count: Int) -> Slots {
      unsafe Slots(base: base + count * slotSize, slotSize: slotSize)
    }

    func clear(_ slots: Range<Int>) {
      let start = unsafe base + slots.lowerBound * slotSize
      unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: slots.count * slotSize)
    }

    func copy(_ other: Slots, _ count: Int) {
      unsafe base.copyMemory(from: other.base, byteCount: count * slotSize)
    }

    func add(_ other: Slots, _ count: Int) {
      for offset in unsafe stride(from: 0, to: count * slotSize, by: 8) {
        let mine = unsafe base.load(fromByteOffset: offset, as: UInt64.self)
        let added = unsafe other.base.load(fromByteOffset: offset, as: UInt64.self)
        unsafe base.storeBytes(of: mine ^ added, toByteOffset: offset, as: UInt64.self)
      }
    }

    /// From values to coefficients over `size` slots; those from `presentCount` on are zero, and
    /// groups that begin there stay so.
    func inverseTransform(_ size: Int, offset: Int, presentCount: Int) {
      let products = GaloisField.skewProducts
      var product = SkewProduct()
      var distance = 1
      while distance < size {
        for start in stride(from: 0, to: min(size, presentCount), by: distance * 2) {
          product.load(position: start + distance + offset - 1, from: products.span)
          let first = unsafe base + start * slotSize
          let reach = unsafe distance * slotSize
          unsafe product.combine(first, first + reach, byteCount: reach)
        }
        distance *= 2
      }
    }

    /// From coefficients to values over `size` slots, of which only the first `neededCount` are
    /// made.
    func transform(_ size: Int, offset: Int, neededCount: Int) {
      let products = GaloisField.skewProducts
      var product = SkewProduct()
      var distance = size / 2
      while distance > 0 {
        for start in stride(from: 0, to: min(size, neededCount), by: distance * 2) {
          product.load(position: start + distance + offset - 1, from: products.span)
          let first = unsafe base + start * slotSize
          let reach = unsafe distance * slotSize
          unsafe product.separate(first, first + reach, byteCount: reach)
        }
        distance /= 2
      }
    }
  }
}
