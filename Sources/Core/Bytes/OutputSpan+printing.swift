extension OutputSpan where Element == UInt8 {
  /// Appends all of `bytes`. Traps when they do not fit: check `freeCapacity` first.
  @inlinable @inline(__always)
  package mutating func append(bytes: Span<UInt8>) {
    precondition(bytes.count <= freeCapacity, "no room for \(bytes.count) bytes")
    unsafe withUnsafeMutableBufferPointer { target, initialized in
      unsafe bytes.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        unsafe (to + initialized).update(from: from, count: source.count)
      }
      initialized += bytes.count
    }
  }

  /// Appends the bytes of `text`. Traps when they do not fit.
  @inlinable @inline(__always)
  package mutating func append(_ text: StaticString) { append(bytes: text.bytes) }

  /// Appends `value` in decimal, 1 to 20 digits. Traps when they do not fit.
  @inlinable package mutating func append(decimal value: UInt64) {
    let count = DecimalDigits.count(of: value)
    precondition(count <= freeCapacity, "no room for a number")
    unsafe withUnsafeMutableBufferPointer { target, initialized in
      unsafe DecimalDigits.write(value, count: count, to: target.baseAddress! + initialized)
      initialized += count
    }
  }

  /// Appends `value`, which is below 100, as two decimal digits.
  @inlinable package mutating func append(twoDigits value: Int) {
    append(ASCII.zero + UInt8(value / 10))
    append(ASCII.zero + UInt8(value % 10))
  }

  /// Appends `bytes` in lower-case hexadecimal, two digits a byte.
  @inlinable package mutating func append(hex bytes: Span<UInt8>) {
    for index in bytes.indices {
      append(ASCII.hexDigit(bytes[index] &>> 4))
      append(ASCII.hexDigit(bytes[index]))
    }
  }
}
