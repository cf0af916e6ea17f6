import JSON
import Testing

@Suite("A JSON document from outside")
struct JSONReaderTests {
  @Test(
    "is read as it is written",
    arguments: [
      (#"{"a":[1,-2,true,false,null,"x"],"b":{}}"#, #"{"a":[1,-2,true,false,null,"x"],"b":{}}"#),
      (" [ ] ", "[]"), (#""é😀\n""#, #""é😀\n""#), (#""\u00e9\ud83d\ude00\/""#, #""é😀/""#),
      ("0.5", "0.5"), ("-1e3", "-1000.0"), ("9223372036854775807", "9223372036854775807"),
    ])
  func isReadAsWritten(text: String, written: String) throws {
    #expect(try JSONReader.read(Array(text.utf8)).text == written)
  }

  @Test(
    "is refused where readers would disagree on it",
    arguments: [
      ("", .empty), ("  ", .empty), ("[1", .unexpectedEnd), ("{\"a\":1", .unexpectedEnd),
      ("[1]]", .trailingBytes), ("[1,]", .unexpectedByte), ("{\"a\":1,}", .unexpectedByte),
      ("{a:1}", .unexpectedByte), ("'a'", .unexpectedByte), ("tru", .unexpectedEnd),
      (#"{"a":1,"a":2}"#, .duplicateName), (#"{"a":1,"\u0061":2}"#, .duplicateName),
      ("01", .malformedNumber), ("1.", .malformedNumber), ("-", .malformedNumber),
      ("1e", .malformedNumber), ("+1", .unexpectedByte), (".5", .unexpectedByte),
      ("9223372036854775808", .numberOutOfRange), ("1e999", .numberOutOfRange),
      ("NaN", .unexpectedByte), ("\"\t\"", .unexpectedByte), (#""\x""#, .malformedEscape),
      (#""\u12""#, .malformedEscape), (#""\ud800""#, .loneSurrogate),
      (#""\ud800\u0041""#, .loneSurrogate), (#""\udc00""#, .loneSurrogate),
    ] as [(String, JSONSyntaxError.Reason)])
  func isRefused(text: String, reason: JSONSyntaxError.Reason) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONReader.read(Array(text.utf8)) }
    #expect(error?.reason == reason)
  }

  @Test("must be UTF-8", arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]])
  func mustBeUTF8(bytes: [UInt8]) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONReader.read([34] + bytes + [34]) }
    #expect(error?.reason == .invalidUTF8)
  }

  @Test("may be nested as deeply as allowed, and no deeper")
  func depthIsBounded() throws {
    let limits = JSONLimits(depthMax: 3, valuesMax: 100)
    _ = try JSONReader.read(Array("[[[1]]]".utf8), limits: limits)
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONReader.read(Array("[[[[1]]]]".utf8), limits: limits)
    }
    #expect(error?.reason == .tooDeep)
  }

  @Test("may hold as many values as allowed, and no more")
  func countIsBounded() throws {
    let limits = JSONLimits(depthMax: 3, valuesMax: 4)
    _ = try JSONReader.read(Array("[1,2,3]".utf8), limits: limits)
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONReader.read(Array("[1,2,3,4]".utf8), limits: limits)
    }
    #expect(error?.reason == .tooMany)
  }
}
