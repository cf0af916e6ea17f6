import HTTP
import Testing

@Suite struct HTTPFieldsTests {
  @Test func `names are the same in any case and keep their own`() {
    #expect(FieldName("Content-Type") == FieldName("content-type"))
    #expect(FieldName("Content-Type").hashValue == FieldName("CONTENT-TYPE").hashValue)
    #expect(FieldName("X-A") != FieldName("X-B"))
    #expect("\(FieldName.etag)" == "ETag")
  }

  @Test(arguments: ["", "a b", "a:", "a\r\n", "é", "a\0"])
  func `what is no token is no name`(text: String) {
    #expect(FieldName(checking: text) == nil)
  }

  @Test func `fields stay in order and may repeat`() {
    var fields: HTTPFields = [HTTPField(.vary, "a"), HTTPField(.age, "1")]
    fields.append(FieldName("vary"), "b")
    #expect(fields.count == 3)
    #expect(fields[.vary] == "a")
    #expect(fields.values(.vary) == ["a", "b"])
    fields[.vary] = "c"
    #expect(fields.values(.vary) == ["c"])
    #expect(fields.fields.map(\.name) == [.vary, .age])
    fields[.allow] = "GET"
    #expect(fields[.allow] == "GET")
    fields[.age] = nil
    #expect(fields[.age] == nil)
    #expect(fields.count == 2)
  }

  @Test func `the fields of a head can be copied out`() throws {
    let (head, bytes) = try RequestParserTests.head(
      "GET / HTTP/1.1\r\nHost: a\r\nX-Thing:  b c \r\n\r\n")
    let fields = HTTPFields(head, in: bytes.span)
    #expect(fields[FieldName("x-thing")] == "b c")
    #expect(fields[.host] == "a")
  }
}
