import Bytes

extension RequestHead {
  /// Decides, from the fields, what the message and its connection are.
  func settleFraming(_ bytes: Span<UInt8>, headLength: Int) throws(Rejection) {
    framing.headLength = headLength
    try checkHost(bytes)
    if fields.contains(.contentLength) || fields.contains(.transferEncoding) {
      framing.body = try bodyFraming(bytes)
    } else {
      framing.body = .none
    }
    if fields.contains(.connection), !isPlainKeepAlive(bytes) {
      settleConnection(bytes)
    } else {
      framing.keepsAlive = line.minorVersion > 0 || fields.contains(.connection)
      framing.offersUpgrade = false
    }
    framing.expectsContinue =
      fields.contains(.expect) ? try expectation(bytes) : false
  }

  /// Exactly one valid Host (RFC 9112 §3.2); HTTP/1.0 may leave it out.
  private func checkHost(_ bytes: Span<UInt8>) throws(Rejection) {
    guard let host = value(.host, in: bytes) else {
      if line.minorVersion == 0 { return }
      throw .missingHost
    }
    if fields.isRepeated(.host) { throw .repeatedHost }
    if !AuthoritySyntax.accepts(host) { throw .malformedHost }
  }

  /// The framing of the content (RFC 9112 §6.1–§6.3). What the RFC lets a server repair is
  /// refused here: two parties that repair differently are how requests are smuggled.
  private func bodyFraming(_ bytes: Span<UInt8>) throws(Rejection) -> BodyFraming {
    if fields.contains(.transferEncoding) {
      if line.minorVersion == 0 { throw .transferEncodingInOldVersion }
      if fields.contains(.contentLength) { throw .bothFramings }
      try checkTransferCodings(bytes)
      return .chunked
    }
    if fields.isRepeated(.contentLength) { throw .repeatedContentLength }
    guard let text = value(.contentLength, in: bytes), text.count <= 19,
      let length = text.decimal(), length <= UInt64(Int64.max)
    else { throw .malformedContentLength }
    return .length(length)
  }

  /// Accepts exactly one coding, chunked; says best what is wrong with anything else.
  private func checkTransferCodings(_ bytes: Span<UInt8>) throws(Rejection) {
    var chunkedCount = 0
    var codingCount = 0
    var isLastChunked = false
    var line = fields.first(.transferEncoding)
    while let index = line {
      var list = ListElements(fields.value(at: index).of(bytes))
      while let element = list.next() {
        let coding = list.list.extracting(element)
        guard coding.count > 0, coding.allSatisfy(.token) else { throw .malformedTransferEncoding }
        codingCount += 1
        isLastChunked = coding.equalsIgnoringCase("chunked")
        if isLastChunked { chunkedCount += 1 }
      }
      line = fields.next(.transferEncoding, after: index)
    }
    if chunkedCount > 1 { throw .chunkedRepeated }
    if !isLastChunked { throw .chunkedNotFinal }
    if codingCount > 1 { throw .unknownTransferCoding }
  }

  /// Whether Connection is what browsers send with every request, in two comparisons.
  @inline(__always)
  private func isPlainKeepAlive(_ bytes: Span<UInt8>) -> Bool {
    guard !fields.isRepeated(.connection), let value = value(.connection, in: bytes),
      value.count == 10
    else { return false }
    let caseBits = ByteLanes.filled(0x20)
    return value.word(at: 0) | caseBits == 0x696c_612d_7065_656b
      && value.word(at: 2) | caseBits == 0x6576_696c_612d_7065
  }

  /// Whether the connection persists (RFC 9112 §9.3) and whether an upgrade is offered.
  private func settleConnection(_ bytes: Span<UInt8>) {
    var closes = false
    var keeps = false
    var upgrades = false
    var line = fields.first(.connection)
    while let index = line {
      var list = ListElements(fields.value(at: index).of(bytes))
      while let element = list.next() {
        let option = list.list.extracting(element)
        switch option.count {
        case 5: closes = closes || option.equalsIgnoringCase("close")
        case 7: upgrades = upgrades || option.equalsIgnoringCase("upgrade")
        case 10: keeps = keeps || option.equalsIgnoringCase("keep-alive")
        default: break
        }
      }
      line = fields.next(.connection, after: index)
    }
    framing.keepsAlive = !closes && (self.line.minorVersion > 0 || keeps)
    framing.offersUpgrade =
      upgrades && self.line.minorVersion > 0 && fields.contains(.upgrade)
  }

  /// Whether the client waits for 100 (RFC 9110 §10.1.1); HTTP/1.0 cannot.
  private func expectation(_ bytes: Span<UInt8>) throws(Rejection) -> Bool {
    if line.minorVersion == 0 { return false }
    var line = fields.first(.expect)
    while let index = line {
      let value = fields.value(at: index).of(bytes)
      if !value.equalsIgnoringCase("100-continue") { throw .unknownExpectation }
      line = fields.next(.expect, after: index)
    }
    return framing.body != .none
  }
}
