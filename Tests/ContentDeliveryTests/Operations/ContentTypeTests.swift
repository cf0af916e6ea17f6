import HTTP
import Routing
import Testing
import WalrusIdentity

@testable import ContentDelivery

/// What content is said to be, and who may say so.
@Suite struct ContentTypeTests {
  private let object = "/cdn/0x\(String(repeating: "cd", count: 32))"
  private let html = Array("<!DOCTYPE html><script>alert(1)</script>".utf8)
  private let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]

  /// Forty odd fields that a request may try to leave behind in the cache.
  static let odd = [
    "Accept: text/html", "Content-Type: text/html", "Accept-Language: xx",
    "Accept-Encoding: evil", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: evil",
    "X-Forwarded-Scheme: nothttps", "X-Forwarded-For: 6.6.6.6", "X-Forwarded-Port: 666",
    "X-Forwarded-Prefix: /evil", "X-Forwarded-Server: evil.example", "X-Host: evil.example",
    "X-Original-URL: /evil", "X-Rewrite-URL: /evil", "X-HTTP-Method-Override: DELETE",
    "X-HTTP-Method: POST", "X-Method-Override: PUT", "Forwarded: host=evil.example",
    "Origin: https://evil.example", "Referer: https://evil.example/", "Cookie: a=evil",
    "Authorization: Bearer evil", "Cache-Control: no-store", "Pragma: no-cache",
    "User-Agent: evil", "Via: 1.1 evil", "X-Real-IP: 6.6.6.6", "True-Client-IP: 6.6.6.6",
    "CF-Connecting-IP: 6.6.6.6", "X-Wap-Profile: http://evil.example/", "X-Backend: evil",
    "Max-Forwards: 0", "From: evil@evil.example", "DNT: 1", "Save-Data: on",
    "X-Requested-With: evil", "X-Amz-Website-Redirect-Location: https://evil.example",
    "X-Timer: evil", "Surrogate-Capability: evil", "Sec-Fetch-Dest: script",
    "If-Modified-Since: Thu, 01 Jan 2032 00:00:00 GMT", "Content-Disposition: inline",
    "X-Content-Type-Options: evil", "ETag: \"evil\"", "X-Source: evil",
  ]

  @Test func `nothing of a request stays behind for the next one`() throws {
    let clean = try EdgeUnderTest()
    let expected = try clean.ask(clean.path())
    try clean.answer(html)
    let expectedHit = try clean.ask(clean.path())
    #expect(expected.status == 200)

    for target in ["", "?type=text/html", "?filename=x.html", "?cb=1&utm=evil", "?type=image/png"] {
      let edge = try EdgeUnderTest()
      let poisoner = try edge.ask(edge.path() + target, fields: Self.odd)
      let request = try #require(edge.source.fetches.last?.request)
      #expect(request == clean.source.fetches.last?.request)
      try edge.answer(html)
      #expect(poisoner.bytes == html)
      let hit = try edge.ask(edge.path())
      #expect(hit.bytes == html)
      #expect(hit.response?.fields.fields == expectedHit.response?.fields.fields)
      #expect(hit.field("Content-Type") == "text/plain; charset=utf-8")
    }
  }

  @Test func `a content on a GET changes nothing`() throws {
    let edge = try EdgeUnderTest()
    try edge.ask(edge.path(), method: "GET", fields: ["Content-Length: 4"], body: [1, 2, 3, 4])
    try edge.answer(html)
    #expect(try edge.ask(edge.path()).bytes == html)
  }

  @Test func `a type that comes with a plain blob was made up, and is passed over`() throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(edge.path())
    try edge.answer(
      png,
      attributes: OriginAttributes(contentType: "text/html", contentDisposition: "inline; x=y"))
    #expect(client.field("Content-Type") == "image/png")
    #expect(client.field("Content-Disposition") == nil)
  }

  @Test func `what was stored with an object is said of it`() throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(object + "?type=text/plain")
    try edge.answer(
      png,
      attributes: OriginAttributes(
        contentType: "application/x-thing", contentDisposition: "inline; filename=\"a\"",
        contentEncoding: "gzip", contentLanguage: "cy", patchIdentifier: "p",
        blobID: SampleContent.blob(5)))
    let hit = try edge.ask(object + "?type=text/plain")
    for client in [client, hit] {
      #expect(client.field("Content-Type") == "application/x-thing")
      #expect(client.field("Content-Disposition") == "inline; filename=\"a\"")
      #expect(client.field("Content-Encoding") == "gzip")
      #expect(client.field("Content-Language") == "cy")
      #expect(client.field("X-Quilt-Patch-Identifier") == "p")
      #expect(client.field("ETag") == "\"\(SampleContent.blob(5))\"")
    }
  }

  @Test(arguments: [false, true])
  func `active content is shown inline only on a host for content`(isolated: Bool) throws {
    let edge = try EdgeUnderTest(isolated: isolated)
    let client = try edge.ask(object)
    try edge.answer(html, attributes: OriginAttributes(contentType: "text/html"))
    let hit = try edge.ask(object)
    for client in [client, hit] {
      #expect(client.field("Content-Disposition") == (isolated ? nil : "attachment"))
      #expect((client.field("Content-Security-Policy") != nil) == !isolated)
    }
  }

  @Test(
    arguments: [
      ("?type=application/json", "application/json"), ("?filename=a.JSON", "application/json"),
      ("?filename=a.csv&type=image/gif", "image/gif"), ("?type=text/html", nil),
      ("?filename=evil.html", nil), ("?filename=evil.svg", nil), ("?type=image/svg%2bxml", nil),
      ("?filename=a%00.json", nil), ("?filename=noending", nil),
    ] as [(String, String?)])
  func `a caller may choose a harmless type for himself`(query: String, type: String?) throws {
    let edge = try EdgeUnderTest()
    let miss = try edge.ask(edge.path() + query)
    try edge.answer(html)
    let hit = try edge.ask(edge.path() + query)
    let other = try edge.ask(edge.path())
    #expect(miss.field("Content-Type") == type ?? "text/plain; charset=utf-8")
    #expect(miss.stableFields == hit.stableFields)
    #expect(other.field("Content-Type") == "text/plain; charset=utf-8")
  }
}
