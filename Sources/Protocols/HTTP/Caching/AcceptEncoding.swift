import Bytes

/// The weights a client gives to content codings (RFC 9110 §12.5.3).
@usableFromInline package struct AcceptEncoding: Sendable {
  /// Thousandths by coding; -1 where the field says nothing.
  private var weights = InlineArray<4, Int16>(repeating: -1)
  private var wildcard: Int16 = -1
  private var isAbsent = true

  /// Reads every Accept-Encoding line of a head; malformed elements are passed over.
  package init(_ head: RequestHead, in bytes: Span<UInt8>) {
    var line = head.firstIndex(of: .acceptEncoding)
    while let index = line {
      isAbsent = false
      var list = ListElements(head.value(at: index, in: bytes))
      while let element = list.next() { read(list.list.extracting(element)) }
      line = head.nextIndex(of: .acceptEncoding, after: index)
    }
  }

  /// The coding of `available` that the client wants most; `nil` when it refuses all of them.
  ///
  /// Identity is acceptable unless it is refused by name or by `*;q=0`. Without the field any
  /// coding is acceptable, but then a client is likelier to understand identity.
  package func preferred(among available: ContentCodings) -> ContentCoding? {
    var best: ContentCoding?
    var bestWeight: Int16 = 0
    for coding in ContentCoding.allCases where available.contains(ContentCodings(coding)) {
      let weight = weight(of: coding)
      if weight > 0, weight >= bestWeight {
        best = coding
        bestWeight = weight
      }
    }
    return best
  }

  private func weight(of coding: ContentCoding) -> Int16 {
    if isAbsent { return coding == .identity ? 1_000 : 0 }
    let own = weights[Int(coding.rawValue)]
    if own >= 0 { return own }
    if wildcard >= 0 { return wildcard }
    // Identity that is not named is the last resort, below every named coding.
    return coding == .identity ? 1 : 0
  }

  private mutating func read(_ element: Span<UInt8>) {
    let semicolon = element.firstIndex(of: ASCII.semicolon) ?? element.count
    let name = element.extracting(element.trimmingBlanks(0..<semicolon))
    var weight: Int16 = 1_000
    if semicolon < element.count {
      let range = element.trimmingBlanks(semicolon + 1..<element.count)
      guard let read = QualityValue.parse(element.extracting(range)) else { return }
      weight = read
    }
    if name.equals("*") {
      wildcard = weight
    } else if name.equalsIgnoringCase("gzip") || name.equalsIgnoringCase("x-gzip") {
      weights[Int(ContentCoding.gzip.rawValue)] = weight
    } else if name.equalsIgnoringCase("br") {
      weights[Int(ContentCoding.brotli.rawValue)] = weight
    } else if name.equalsIgnoringCase("zstd") {
      weights[Int(ContentCoding.zstd.rawValue)] = weight
    } else if name.equalsIgnoringCase("identity") {
      weights[Int(ContentCoding.identity.rawValue)] = weight
    }
  }
}
