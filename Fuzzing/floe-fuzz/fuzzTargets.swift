import Bytes
import HTTP

/// Paths, queries, dates, media types and content prefixes: nothing traps, nothing unsafe comes
/// out.
func fuzzTargets(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    checkPath(bytes)
    var items = QueryItems(bytes)
    while let item = items.next() {
      precondition(item.name.upperBound <= bytes.count && item.value.upperBound <= bytes.count)
    }
    if let type = SafeContentTypes.canonical(bytes) {
      precondition(!ActiveContentTypes.contains(type.bytes))
    }
    _ = SafeContentTypes.type(forFileName: bytes)
    precondition(!ActiveContentTypes.contains(ContentSniffer.type(of: bytes).bytes))
    checkDate(bytes)
  }
}

private func checkPath(_ bytes: Span<UInt8>) {
  var isGood = true
  do throws(TargetFault) { try PathSegments.check(bytes) } catch { isGood = false }
  var segments = PathSegments(bytes)
  while let segment = segments.next() {
    let source = bytes.extracting(segment)
    let decoded = decode(source)
    // What the check of the whole path lets through can be decoded, and is no way up.
    precondition(!isGood || decoded != nil)
    if isGood, let decoded { precondition(decoded != [0x2E] && decoded != [0x2E, 0x2E]) }
    if let decoded { precondition(!decoded.contains(0) && !decoded.contains(0x2F)) }
  }
}

private func decode(_ source: Span<UInt8>) -> [UInt8]? {
  var decoded: [UInt8]?
  let bytes = [UInt8](unsafeUninitializedCapacity: source.count) { buffer, count in
    var output = OutputSpan(buffer: buffer, initializedCount: 0)
    do throws(TargetFault) {
      try PercentEncoding.decode(source, into: &output, refusing: .segment)
      decoded = []
    } catch {
      precondition(error != .tooLong, "decoding never grows")
    }
    count = output.finalize(for: buffer)
  }
  return decoded == nil ? nil : bytes
}

private func checkDate(_ bytes: Span<UInt8>) {
  let now = HTTPDate(seconds: 1_795_000_000)
  guard let date = HTTPDate(bytes, now: now) else { return }
  let printed = [UInt8](unsafeUninitializedCapacity: HTTPDate.printedByteCount) { buffer, count in
    var output = OutputSpan(buffer: buffer, initializedCount: 0)
    date.print(into: &output)
    count = output.finalize(for: buffer)
  }
  precondition(HTTPDate(printed.span, now: now) == date, "a date is read as it is printed")
}
