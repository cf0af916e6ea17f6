import Bytes
import HTTP

/// A request head is judged alike whole and in pieces, and all it offers lies inside its bytes.
func fuzzRequest(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  withInput(start, count) { bytes in
    let head = RequestHead()
    var parser = RequestParser()
    let whole = parser.parse(bytes, into: head, limits: RequestLimits())
    let step = bytes.count > 0 ? Int(bytes[bytes.count - 1] % 16) + 1 : 1
    precondition(judgeInPieces(bytes, step: step) == whole, "pieces are judged otherwise")
    precondition(judgeTwice(bytes) == whole, "the second time is judged otherwise")
    guard case .complete(let length) = whole else { return }
    precondition(length <= bytes.count && length == head.byteCount)
    useAll(head, bytes)
  }
}

private func judgeInPieces(_ bytes: Span<UInt8>, step: Int) -> ParseOutcome {
  let head = RequestHead()
  var parser = RequestParser()
  var count = 0
  while true {
    count = min(bytes.count, count + step)
    let outcome = parser.parse(
      bytes.extracting(0..<count), into: head, limits: RequestLimits())
    if outcome != .incomplete || count == bytes.count { return outcome }
  }
}

/// Judges the same bytes twice with a head that remembers the fields of the first time.
private func judgeTwice(_ bytes: Span<UInt8>) -> ParseOutcome {
  let head = RequestHead(remembersFields: true)
  var parser = RequestParser()
  _ = parser.parse(bytes, into: head, limits: RequestLimits())
  parser.reset()
  return parser.parse(bytes, into: head, limits: RequestLimits())
}

private func useAll(_ head: RequestHead, _ bytes: Span<UInt8>) {
  var total = head.methodToken(in: bytes).count + head.target(in: bytes).count
  total += head.path(in: bytes).count + (head.query(in: bytes)?.count ?? 0)
  for index in 0..<head.fieldCount {
    let name = head.name(at: index, in: bytes)
    let value = head.value(at: index, in: bytes)
    precondition(name.count > 0 && name.allSatisfy(.token))
    precondition(FieldSyntax.isValue(value))
    total += name.count + value.count
  }
  precondition(total <= bytes.count * 2)
  precondition(head.minorVersion == 0 || (head.authority(in: bytes)?.count ?? 0) > 0)
  try? PathSegments.check(head.path(in: bytes))
  _ = AcceptEncoding(head, in: bytes).preferred(among: .all)
  decide(head, bytes, size: 100)
}

/// Decides the response and checks that every range of it lies in the representation.
func decide(_ head: RequestHead, _ bytes: Span<UInt8>, size: UInt64) {
  let tag: StaticString = "abc"
  let representation = Representation(
    size: size, entityTag: tag.bytes, lastModified: HTTPDate(seconds: 784_111_777))
  let plan = ResponsePlan.decide(
    head: head, bytes: bytes, representation: representation,
    now: HTTPDate(seconds: 1_795_000_000))
  switch plan {
  case .partial(let range): precondition(range.first <= range.last && range.last < size)
  case .multipart(let ranges): check(ranges, size: size)
  default: break
  }
}
