import HTTP
import Testing

@Suite struct ResponseHeadWriterTests {
  @Test func `a head is printed line by line`() throws {
    let tag = Array("abc".utf8)
    let text = try printed { output in
      try ResponseHeadWriter.writeStatusLine(.partialContent, into: &output)
      try ResponseHeadWriter.writeField("Content-Type", "image/png", into: &output)
      try ResponseHeadWriter.writeField("Content-Length", decimal: 1_048_576, into: &output)
      try ResponseHeadWriter.writeField("Date", date: HTTPDate(seconds: 0), into: &output)
      try ResponseHeadWriter.writeEntityTag(tag.span, into: &output)
      try ResponseHeadWriter.writeEntityTag(tag.span, isWeak: true, into: &output)
      try ResponseHeadWriter.writeFields([HTTPField(.xCache, "HIT")], into: &output)
      try ResponseHeadWriter.writeEnd(into: &output)
    }
    #expect(
      text == """
        HTTP/1.1 206 Partial Content\r
        Content-Type: image/png\r
        Content-Length: 1048576\r
        Date: Thu, 01 Jan 1970 00:00:00 GMT\r
        ETag: "abc"\r
        ETag: W/"abc"\r
        X-Cache: HIT\r
        \r\n
        """)
  }

  @Test(arguments: ["a\r\nX: y", "a\n", "a\r", "a\0b", "\u{7F}", "\u{1}"])
  func `a value that would break the head is refused whole`(value: String) {
    let bytes = Array(value.utf8)
    let text = printed { output in
      #expect(throws: HeadWriteFault.illegalBytes) {
        try ResponseHeadWriter.writeField("X", bytes.span, into: &output)
      }
      let name = Array("X".utf8)
      #expect(throws: HeadWriteFault.illegalBytes) {
        try ResponseHeadWriter.writeField(bytes.span, name.span, into: &output)
      }
      #expect(throws: HeadWriteFault.illegalBytes) {
        try ResponseHeadWriter.writeEntityTag(bytes.span, into: &output)
      }
    }
    #expect(text == "")
  }

  @Test func `values of tabs and bytes beyond ASCII are printed`() throws {
    let bytes = Array("a\té".utf8)
    let text = try printed { try ResponseHeadWriter.writeField("X", bytes.span, into: &$0) }
    #expect(text == "X: a\té\r\n")
  }

  @Test(arguments: 0..<17)
  func `what does not fit is not begun`(capacity: Int) {
    let text = printed(capacity) { output in
      #expect(throws: HeadWriteFault.noRoom) {
        try ResponseHeadWriter.writeField("Content-Length", decimal: 5, into: &output)
      }
      if capacity < 17 {
        #expect(throws: HeadWriteFault.noRoom) {
          try ResponseHeadWriter.writeStatusLine(.ok, into: &output)
        }
      }
    }
    #expect(text == "")
  }

  @Test func `every named status has a phrase`() {
    let statuses: [Status] = [
      .ok, .created, .noContent, .partialContent, .notModified, .badRequest, .notFound,
      .methodNotAllowed, .preconditionFailed, .contentTooLarge, .uriTooLong,
      .rangeNotSatisfiable, .expectationFailed, .requestHeaderFieldsTooLarge, .tooManyRequests,
      .internalServerError, .notImplemented, .badGateway, .serviceUnavailable, .gatewayTimeout,
      .httpVersionNotSupported,
    ]
    for status in statuses { #expect("\(status.reason)" != "Unassigned", "\(status.code)") }
    #expect("\(Status(code: 299).reason)" == "Unassigned")
    #expect(!Status.notModified.allowsContent)
    #expect(Status.serviceUnavailable.category == 5)
  }
}
