import RESP
import TestSupport
import Testing

@Suite struct RESPParserTests {
  static let table: [(String, RESPValue)] = [
    ("+OK\r\n", .simpleString(Array("OK".utf8))),
    ("+\r\n", .simpleString([])),
    ("-ERR no\r\n", .simpleError(Array("ERR no".utf8))),
    (":0\r\n", .number(0)),
    (":+7\r\n", .number(7)),
    (":-9223372036854775808\r\n", .number(.min)),
    ("$0\r\n\r\n", .blobString([])),
    ("$4\r\na\r\nb\r\n", .blobString(Array("a\r\nb".utf8))),
    ("$-1\r\n", .null),
    ("*-1\r\n", .null),
    ("_\r\n", .null),
    ("#t\r\n", .boolean(true)),
    ("#f\r\n", .boolean(false)),
    (",1.5\r\n", .double(1.5)),
    (",-3\r\n", .double(-3)),
    (",1e10\r\n", .double(1e10)),
    (",inf\r\n", .double(.infinity)),
    (",-inf\r\n", .double(-.infinity)),
    (
      "(3492890328409238509324850943850943825024385\r\n",
      .bigNumber(Array("3492890328409238509324850943850943825024385".utf8))
    ),
    ("!3\r\nE\r\n\r\n", .blobError(Array("E\r\n".utf8))),
    ("=7\r\ntxt:abc\r\n", .verbatim(format: Array("txt".utf8), Array("abc".utf8))),
    ("*0\r\n", .array([])),
    ("*2\r\n:1\r\n*1\r\n_\r\n", .array([.number(1), .array([.null])])),
    ("~1\r\n#t\r\n", .set([.boolean(true)])),
    ("%1\r\n+k\r\n:1\r\n", .map([RESPPair(.simpleString([107]), .number(1))])),
    ("%0\r\n", .map([])),
    (">2\r\n+a\r\n+b\r\n", .push([.simpleString([97]), .simpleString([98])])),
    // Attributes are left out, wherever they stand.
    ("|1\r\n+ttl\r\n:3\r\n:5\r\n", .number(5)),
    ("*2\r\n:1\r\n|1\r\n+ttl\r\n*1\r\n:3\r\n:2\r\n", .array([.number(1), .number(2)])),
    ("|0\r\n:5\r\n", .number(5)),
    // Streams are as if they had been whole.
    ("$?\r\n;4\r\nHell\r\n;1\r\no\r\n;0\r\n", .blobString(Array("Hello".utf8))),
    ("$?\r\n;0\r\n", .blobString([])),
    ("*?\r\n:1\r\n:2\r\n.\r\n", .array([.number(1), .number(2)])),
    ("%?\r\n+k\r\n:1\r\n.\r\n", .map([RESPPair(.simpleString([107]), .number(1))])),
    ("*2\r\n~?\r\n.\r\n:1\r\n", .array([.set([]), .number(1)])),
  ]

  @Test(arguments: table)
  func `a value is read`(text: String, value: RESPValue) throws {
    var parser = RESPParser()
    parser.feed(text.utf8)
    #expect(try parser.next() == value)
    #expect(try parser.next() == nil)
    #expect(parser.isBetweenValues)
  }

  @Test(arguments: table)
  func `a value is read only when its last byte is there`(text: String, value: RESPValue) throws {
    var parser = RESPParser()
    for byte in text.utf8.dropLast() {
      parser.feed([byte])
      #expect(try parser.next() == nil)
    }
    parser.feed(text.utf8.suffix(1))
    #expect(try parser.next() == value)
  }

  @Test func `what is no number is read as such`() throws {
    var parser = RESPParser()
    parser.feed(",nan\r\n".utf8)
    guard case .double(let number)? = try parser.next() else {
      Issue.record("not a double")
      return
    }
    #expect(number.isNaN)
  }

  @Test(arguments: [
    ("?1\r\n", RESPParseError.unknownType(UInt8(ascii: "?"))),
    ("HTTP/1.1 400 Bad Request\r\n", .unknownType(UInt8(ascii: "H"))),
    ("\r\n", .badLineEnd),
    (":1\n", .badLineEnd),
    (":1\rx", .badLineEnd),
    ("$2\r\nabc\r\n", .badLineEnd),
    (":\r\n", .badValue),
    (":1x\r\n", .badValue),
    (":--1\r\n", .badValue),
    (":9223372036854775808\r\n", .badValue),
    (",0x1p3\r\n", .badValue),
    (",infinity\r\n", .badValue),
    (",\r\n", .badValue),
    ("#x\r\n", .badValue),
    ("#tt\r\n", .badValue),
    ("_x\r\n", .badValue),
    ("(1.5\r\n", .badValue),
    ("=3\r\ntxt\r\n", .badValue),
    ("=5\r\ntxt;a\r\n", .badValue),
    ("$-2\r\n", .badLength),
    ("$+2\r\n", .badLength),
    ("$\r\n", .badLength),
    ("$99999999999999999999\r\n", .badLength),
    ("!-1\r\n", .badLength),
    ("%-1\r\n", .badLength),
    (">?\r\n", .badLength),
    (".\r\n", .badStream),
    ("*1\r\n.\r\n", .badStream),
    ("%?\r\n:1\r\n.\r\n", .badStream),
    (";1\r\na\r\n", .badStream),
    ("$?\r\n:1\r\n", .badStream),
    ("*1\r\n>1\r\n:1\r\n", .badNesting),
    ("$999999999999\r\n", .tooLarge),
    ("*999999999999\r\n", .tooLarge),
  ])
  func `what is no value is refused, once and for all`(text: String, error: RESPParseError) {
    var parser = RESPParser()
    parser.feed(text.utf8)
    #expect(throws: error) { try parser.next() }
    parser.feed("+OK\r\n".utf8)
    #expect(throws: error) { try parser.next() }
  }

  @Test func `every limit holds`() {
    var limits = RESPLimits()
    limits.depthMax = 2
    limits.stringBytesMax = 4
    limits.lineBytesMax = 10
    limits.elementsMax = 3
    limits.valueBytesMax = 9
    let refused: [(String, RESPParseError)] = [
      ("*1\r\n*1\r\n*1\r\n", .badNesting),
      ("$5\r\n", .tooLarge),
      ("$?\r\n;3\r\nabc\r\n;2\r\n", .tooLarge),
      ("+12345678901", .tooLarge),
      ("*4\r\n", .tooLarge),
      ("%2\r\n", .tooLarge),
      ("*2\r\n*2\r\n:1\r\n:1\r\n:1\r\n", .tooLarge),
      ("*3\r\n$4\r\nabcd\r\n$4\r\nabcd\r\n$2\r\n", .tooLarge),
      ("|0\r\n|0\r\n|0\r\n|0\r\n|0\r\n", .tooLarge),
    ]
    for (text, error) in refused {
      var parser = RESPParser(limits: limits)
      parser.feed(text.utf8)
      #expect(throws: error, "\(text.debugDescription)") { try parser.next() }
    }
    var parser = RESPParser(limits: limits)
    for _ in 0..<3 {
      parser.feed("*1\r\n*2\r\n$4\r\nabcd\r\n$4\r\nabcd\r\n".utf8)
    }
    // A limit counts one value and starts again with the next.
    #expect(throws: Never.self) { while try parser.next() != nil {} }
  }
}
