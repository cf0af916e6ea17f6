import HTTP
import Testing

@Suite struct ContentTests {
  static func sniff(_ bytes: [UInt8]) -> String { "\(ContentSniffer.type(of: bytes.span))" }

  static func iso(_ brand: String) -> [UInt8] { [0, 0, 0, 24] + Array("ftyp\(brand)0000".utf8) }

  @Test(
    arguments: [
      ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]),
      ("image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0]), ("image/gif", Array("GIF89a\u{1}".utf8)),
      ("image/gif", Array("GIF87a\u{1}".utf8)), ("image/webp", Array("RIFF1234WEBPVP8 ".utf8)),
      ("image/bmp", Array("BM1234\0\0\0\0\u{36}\0\0\0".utf8)),
      ("image/x-icon", [0, 0, 1, 0, 1, 0, 16, 16]), ("image/avif", iso("avif")),
      ("video/mp4", iso("isom")), ("video/mp4", iso("mp42")), ("audio/mp4", iso("M4A ")),
      ("application/octet-stream", iso("qt  ")),
      ("video/webm", [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84] + Array("webm".utf8)),
      ("application/octet-stream", [0x1A, 0x45, 0xDF, 0xA3] + Array("matroska".utf8)),
      ("application/ogg", Array("OggS\0\u{2}".utf8)), ("audio/mpeg", Array("ID3\u{4}\0".utf8)),
      ("audio/mpeg", [0xFF, 0xFB, 0x90, 0x00]), ("audio/wav", Array("RIFF1234WAVEfmt ".utf8)),
      ("audio/flac", Array("fLaC\0".utf8)), ("application/pdf", Array("%PDF-1.7".utf8)),
      ("application/zip", [0x50, 0x4B, 3, 4]), ("application/gzip", [0x1F, 0x8B, 8, 0]),
      ("font/woff", Array("wOFF\0".utf8)), ("font/woff2", Array("wOF2\0".utf8)),
      ("application/octet-stream", []), ("application/octet-stream", [0]),
      ("application/octet-stream", [0xFF, 0xFE, 0x61, 0]), ("application/octet-stream", [0x80]),
      ("application/octet-stream", [0xC0, 0x80]), ("application/octet-stream", [0xED, 0xA0, 0x80]),
      ("application/octet-stream", [0xF5, 0x80, 0x80, 0x80]),
      ("text/plain; charset=utf-8", Array("hello\r\n\t\u{1B}[0m".utf8)),
      ("text/plain; charset=utf-8", Array("héllo 🐋".utf8)),
      ("text/plain; charset=utf-8", Array("{\"a\": 1}".utf8)),
      ("text/plain; charset=utf-8", Array("BMW is a car and ID30 too".utf8)),
      ("text/plain; charset=utf-8", Array("a".utf8) + [0xF0, 0x9F, 0x90]),
      ("text/plain; charset=utf-8", Array("<!DOCTYPE html><script>".utf8)),
      ("text/plain; charset=utf-8", Array("  <HTML>".utf8)),
      ("text/plain; charset=utf-8", Array("<?xml version=\"1.0\"?><svg/>".utf8)),
      ("text/plain; charset=utf-8", Array("<svg xmlns=\"\" onload=\"\">".utf8)),
      ("text/plain; charset=utf-8", Array("alert(1)".utf8)),
      ("text/plain; charset=utf-8", Array("#!/bin/sh".utf8)),
    ] as [(String, [UInt8])])
  func `content is named by its first bytes and never active`(type: String, bytes: [UInt8]) {
    #expect(Self.sniff(bytes) == type)
    let name = Array(Self.sniff(bytes).utf8)
    let isActive = ActiveContentTypes.contains(name.span)
    #expect(!isActive)
    // No prefix of it traps.
    for count in bytes.indices { _ = Self.sniff(Array(bytes[..<count])) }
  }

  @Test func `only the first 512 bytes are looked at`() {
    var bytes = [UInt8](repeating: 0x61, count: 600)
    bytes[512] = 0
    #expect(Self.sniff(bytes) == "text/plain; charset=utf-8")
    bytes[511] = 0
    #expect(Self.sniff(bytes) == "application/octet-stream")
  }

  @Test(
    arguments: [
      ("a.png", "image/png"), ("A.B.JPEG", "image/jpeg"), ("x.txt", "text/plain; charset=utf-8"),
      ("x.html", nil), ("x.svg", nil), ("x.js", nil), ("x.xml", nil), ("x.css", nil), ("png", nil),
      (".png", nil), ("x.", nil), ("", nil), ("x.png ", nil), ("x.png.html", nil), ("x.xhtml", nil),
    ] as [(String, String?)])
  func `a file name gives a safe type or none`(name: String, type: String?) {
    let bytes = Array(name.utf8)
    #expect(SafeContentTypes.type(forFileName: bytes.span).map { "\($0)" } == type)
  }

  @Test(
    arguments: [
      ("image/png", "image/png"), ("IMAGE/PNG", "image/png"),
      ("text/plain", "text/plain; charset=utf-8"),
      ("text/plain; charset=utf-7", "text/plain; charset=utf-8"), ("text/html", nil),
      ("image/svg+xml", nil), ("text/javascript", nil), ("image/png, text/html", nil),
      ("image/png\r\nX: y", nil), ("image", nil), ("", nil), ("image/png;", "image/png"),
    ] as [(String, String?)])
  func `a chosen type is taken from the list or not at all`(type: String, canonical: String?) {
    let bytes = Array(type.utf8)
    #expect(SafeContentTypes.canonical(bytes.span).map { "\($0)" } == canonical)
  }

  @Test(arguments: [
    "text/html", "TEXT/HTML; charset=utf-8", "application/xhtml+xml", "image/svg+xml", "text/xml",
    "application/xml", "application/rss+xml", "text/javascript", "application/javascript",
    "application/x-javascript", "text/ecmascript", "text/vbscript", "text/css", "text/xsl",
    "application/wasm", "multipart/x-mixed-replace", "message/rfc822", "text/javascript1.5", "",
    "nonsense", "text/html, image/png", "*/*x y",
  ])
  func `active types and nonsense are active`(type: String) {
    let bytes = Array(type.utf8)
    let isActive = ActiveContentTypes.contains(bytes.span)
    #expect(isActive)
    #expect(SafeContentTypes.canonical(bytes.span) == nil)
  }

  @Test(arguments: ["image/png", "text/plain", "application/json", "application/pdf", "video/mp4"])
  func `inert types are not active`(type: String) {
    let bytes = Array(type.utf8)
    let isActive = ActiveContentTypes.contains(bytes.span)
    #expect(!isActive)
  }

  @Test(arguments: [
    ("a/b", true), ("a/b;c=d", true), ("a/b ; c=\"d;e\\\"\"", true), ("a/b;", true),
    ("a/b; ;c=d", true), ("a/b;c=d;e=f", true), ("a", false), ("a/", false), ("/b", false),
    ("a/b/c", false), ("a b/c", false), (" a/b", false), ("a/b;c", false), ("a/b;c=", false),
    ("a/b;c=\"d", false), ("a/b;c=\"d\"e", false), ("a/b;=d", false), ("a/b;c = d", false),
    ("a/b\n", false), ("a/b;c=\"\\", false), ("a/b;c=\"\r\"", false), ("", false),
  ])
  func `media types follow their grammar`(type: String, isValid: Bool) {
    let bytes = Array(type.utf8)
    let accepts = MediaType.accepts(bytes.span)
    #expect(accepts == isValid)
  }
}
