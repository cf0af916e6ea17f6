import RESP

/// Replies of a Redis server give the same values whole and in pieces, and what was read is read
/// again as it is printed.
func fuzzReplies(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    var input: [UInt8] = []
    for index in 0..<bytes.count { input.append(bytes[index]) }
    let step = Int((input.last ?? 0) % 8) + 1
    let whole = read(input, step: max(input.count, 1))
    let pieces = read(input, step: step)
    precondition(whole == pieces, "pieces are read otherwise")
    for value in whole.values {
      var printed: [UInt8] = []
      value.write(to: &printed)
      // What is no number equals nothing, so prints are compared and not values.
      let again = read(printed, step: 3)
      var copy: [UInt8] = []
      for value in again.values { value.write(to: &copy) }
      precondition(again.failure == nil && copy == printed, "a print is read otherwise")
    }
  }
}

private struct Reading: Equatable {
  var values: [RESPValue] = []
  var failure: RESPParseError?

  static func == (left: Reading, right: Reading) -> Bool {
    left.failure == right.failure && left.printed == right.printed
  }

  private var printed: [UInt8] {
    var bytes: [UInt8] = []
    for value in values { value.write(to: &bytes) }
    return bytes
  }
}

private func read(_ bytes: [UInt8], step: Int) -> Reading {
  var parser = RESPParser()
  var reading = Reading()
  var rest = bytes[...]
  while !rest.isEmpty {
    parser.feed(rest.prefix(step))
    rest = rest.dropFirst(step)
    do {
      while let value = try parser.next() { reading.values.append(value) }
    } catch {
      reading.failure = error
      return reading
    }
  }
  return reading
}
