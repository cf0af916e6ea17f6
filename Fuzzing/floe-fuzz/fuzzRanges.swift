import Bytes
import HTTP

/// Any Range value gives ranges that are apart and inside, or none; and any field lines after a
/// good request line lead to a plan. The first byte chooses the size of the representation.
func fuzzRanges(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    guard bytes.count > 0 else { return }
    let sizes: [UInt64] = [0, 1, 10, 100, 65_536, 1 << 40, UInt64(Int64.max)]
    let size = sizes[Int(bytes[0]) % sizes.count]
    let rest = bytes.extracting(1..<bytes.count)
    if case .satisfiable(let ranges) = ByteRangeSet.parse(rest, size: size) {
      check(ranges, size: size)
    }
    decideFields(rest, size: size)
  }
}

/// Traps unless the ranges are at most 16, in the representation and without touching.
func check(_ ranges: ByteRangeSet, size: UInt64) {
  precondition(ranges.count >= 1 && ranges.count <= ByteRangeSet.countMax)
  precondition(ranges.byteCount <= size)
  for index in 0..<ranges.count {
    let range = ranges[index]
    precondition(range.first <= range.last && range.last < size)
    for other in 0..<index {
      precondition(ranges[other].last + 1 < range.first || range.last + 1 < ranges[other].first)
    }
  }
}

private func decideFields(_ fields: Span<UInt8>, size: UInt64) {
  var request = Array("GET / HTTP/1.1\r\nHost: a\r\n".utf8)
  for index in fields.indices { request.append(fields[index]) }
  request += Array("\r\n\r\n".utf8)
  let head = RequestHead()
  var parser = RequestParser()
  let outcome = parser.parse(request.span, into: head, limits: RequestLimits())
  if case .complete = outcome { decide(head, request.span, size: size) }
}
