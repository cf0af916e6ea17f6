import Bytes
import Testing

@testable import ContentDelivery

@Suite struct StoredContentTests {
  private func lines(_ content: StoredContent, upTo end: UInt16) -> String {
    String(
      decoding: UnsafeRawBufferPointer(start: content.head.lines, count: Int(end)), as: UTF8.self)
  }

  @Test func `each kind of response takes a prefix of the head block`() throws {
    let content = try SampleContent.content(1, proof: .proven)
    let extents = content.head.extents
    let whole = lines(content, upTo: extents.whole)
    #expect(whole.hasSuffix("Content-Type: text/plain\r\nContent-Length: 5\r\n"))
    #expect(whole.contains("ETag: \(content.metadata.entityTag)\r\n"))
    #expect(whole.contains("Cache-Control: public, max-age=31536000, immutable\r\n"))
    #expect(whole.contains("X-Content-Type-Options: nosniff\r\n"))
    #expect(whole.contains("Accept-Ranges: bytes\r\n"))
    #expect(whole.contains("Access-Control-Allow-Origin: *\r\n"))
    #expect(whole.contains("X-Source: aggregator.example\r\n"))
    let validating = lines(content, upTo: extents.validating)
    #expect(validating.contains("ETag") && !validating.contains("Content-Type:"))
    let general = lines(content, upTo: extents.general)
    #expect(general.contains("Accept-Ranges") && !general.contains("Cache-Control"))
    let tag = UnsafeRawBufferPointer(
      start: content.head.lines + Int(extents.tagStart),
      count: Int(extents.tagEnd - extents.tagStart))
    #expect(String(decoding: tag, as: UTF8.self) == content.metadata.entityTag)
  }

  @Test(arguments: [
    "text/html", "TEXT/HTML; charset=utf-8", "application/xhtml+xml", "image/svg+xml", "text/xml",
  ])
  func `an active document is downloaded and sandboxed`(type: String) throws {
    let content = try SampleContent.content(1, type: type)
    let head = lines(content, upTo: content.head.extents.whole)
    #expect(head.contains("Content-Disposition: attachment\r\n"))
    #expect(head.contains("Content-Security-Policy: default-src 'none'; sandbox\r\n"))
  }

  @Test(arguments: ["text/javascript", "application/ecmascript", "text/css"])
  func `a script loses its type`(type: String) throws {
    let content = try SampleContent.content(1, type: type)
    let head = lines(content, upTo: content.head.extents.whole)
    #expect(head.contains("Content-Type: application/octet-stream\r\n"))
    #expect(head.contains("Content-Disposition: attachment\r\n"))
  }

  @Test func `a content domain shows active types`() throws {
    var metadata = SampleContent.metadata(SampleContent.blob(1), length: 0, type: "text/html")
    metadata.disposition = "inline"
    let content = StoredContent(
      key: SampleContent.key(1), metadata: metadata, body: try SampleContent.body([]),
      onContentDomain: true)
    let head = lines(content, upTo: content.head.extents.whole)
    #expect(head.contains("Content-Type: text/html\r\n"))
    #expect(head.contains("Content-Disposition: inline\r\n"))
    #expect(!head.contains("sandbox"))
  }

  @Test(arguments: ["a\r\nSet-Cookie: x", "", " a", "é", String(repeating: "a", count: 257), "\0"])
  func `stored values that could break a head are left out`(value: String) throws {
    var metadata = SampleContent.metadata(SampleContent.blob(1), length: 0, type: value)
    metadata.disposition = value
    metadata.language = value
    metadata.patchIdentifier = value
    let content = StoredContent(
      key: SampleContent.key(1), metadata: metadata, body: try SampleContent.body([]))
    let head = lines(content, upTo: content.head.extents.whole)
    #expect(!head.contains("Set-Cookie") && !head.contains("Content-Language"))
    #expect(head.contains("Content-Type: application/octet-stream\r\n"))
  }

  @Test func `the longest fields fit, and the sandbox is never what gives way`() throws {
    let long = String(repeating: "x", count: 256)
    var metadata = SampleContent.metadata(SampleContent.blob(1), length: 0, type: "text/html")
    metadata.source = long
    metadata.entityTag = "\"" + String(repeating: "x", count: 254) + "\""
    metadata.encoding = long
    metadata.language = long
    metadata.patchIdentifier = long
    let content = StoredContent(
      key: SampleContent.key(1), metadata: metadata, body: try SampleContent.body([]))
    let head = lines(content, upTo: content.head.extents.whole)
    #expect(head.utf8.count <= HeadBlock.countMax)
    #expect(head.contains("sandbox") && head.contains("Content-Type: text/html"))
  }

  @Test func `hits are counted up to a small maximum`() throws {
    let content = try SampleContent.content(1)
    for _ in 0..<10 { content.noteHit() }
    #expect(content.hits == StoredContent.hitsMax)
  }
}
