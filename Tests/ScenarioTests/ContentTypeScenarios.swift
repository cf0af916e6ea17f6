import ContentDelivery
import EdgeTesting
import Gateway
import TestSupport
import Testing

@Suite(.serialized, .sharedEdge) struct ContentTypeScenarios {
  private let edge = SharedEdge.current

  static let text = Array("plain words\n".utf8)
  static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
  static let page = Array("<!doctype html><script>alert(1)</script>".utf8)
  static let drawing = Array("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8)

  static let plain = "text/plain; charset=utf-8"
  static let unknown = "application/octet-stream"

  /// Content, what the caller wishes, and the type that is sent.
  static let blobs: [(content: [UInt8], query: String, type: String)] = [
    (text, "", plain), (png, "", "image/png"), (page, "", plain), (drawing, "", plain),
    ([0xF7, 0, 1], "", unknown), ([], "", unknown),
    (text, "?filename=notes.md", "text/markdown; charset=utf-8"),
    (text, "?filename=data.JSON", "application/json"),
    (text, "?type=application/json", "application/json"),
    (text, "?type=application%2Fjson%3B%20charset%3Dutf-8", "application/json"),
    (text, "?type=text/csv&filename=a.png", "text/csv; charset=utf-8"),
    (page, "?filename=index.html", plain), (page, "?type=text/html", plain),
    (drawing, "?filename=a.svg", plain), (drawing, "?type=image/svg%2Bxml", plain),
    (text, "?type=text/javascript", plain), (text, "?filename=a.js", plain),
    (text, "?filename=a.css", plain), (text, "?type=application/xhtml%2Bxml", plain),
    (text, "?type=evil%0d%0aX:%20y", plain), (text, "?filename=", plain),
    (text, "?filename=../../etc/passwd.png", "image/png"), (text, "?type=", plain),
    ([0xF7, 0, 2], "?filename=song.mp3", "audio/mpeg"),
  ]

  @Test(arguments: blobs.indices)
  func `the type of a blob is sniffed, or what the caller wishes from a safe list`(
    row: Int
  ) async throws {
    let (content, query, type) = Self.blobs[row]
    let id = try await edge.store(content)
    for _ in 0..<2 {
      let response = try await edge.get("/cdn/\(id)\(query)")
      #expect(response.status == 200)
      #expect(response.fingerprint == content.fingerprint)
      #expect(response["Content-Type"] == type, "\(query)")
      #expect(response["X-Content-Type-Options"] == "nosniff")
      #expect(try await edge.head("/cdn/\(id)\(query)")["Content-Type"] == type)
    }
    let sniffed = Self.blobs.first { $0.content == content && $0.query == "" }?.type
    #expect(
      try await edge.get("/cdn/\(id)")["Content-Type"] == sniffed ?? Self.unknown,
      "a wish is not stored")
  }

  /// What was stored with an object, and what is sent: type, disposition, policy.
  static let objects: [(stored: String, type: String, isActive: Bool)] = [
    ("image/webp", "image/webp", false), ("text/html", "text/html", true),
    ("text/html; charset=utf-8", "text/html; charset=utf-8", true),
    ("image/svg+xml", "image/svg+xml", true), ("application/xml", "application/xml", true),
    ("text/javascript", unknown, true), ("application/javascript", unknown, true),
    ("text/css", unknown, true), ("application/wasm", unknown, true),
    ("nonsense", plain, false), ("video/mp4", "video/mp4", false),
  ]

  @Test(arguments: objects.indices)
  func `a stored type is sent, but what would act in our name is disarmed`(
    row: Int
  ) async throws {
    let (stored, type, isActive) = Self.objects[row]
    let object = try await edge.storeObject(Self.text, attributes: ["content-type": stored])
    for query in ["", "?type=image/png", ""] {
      let response = try await edge.get("/cdn/\(object.objectID)\(query)")
      #expect(response.status == 200)
      let wanted = type == Self.plain && query != "" ? "image/png" : type
      #expect(response["Content-Type"] == wanted, "\(stored)")
      #expect(response["Content-Disposition"] == (isActive ? "attachment" : nil))
      #expect((response["Content-Security-Policy"]?.contains("sandbox") == true) == isActive)
    }
  }
}

@Suite(.serialized, .sharedEdge { $0.content.domainIsIsolated = true })
struct ContentDomainScenarios {
  private let edge = SharedEdge.current

  @Test(arguments: ["text/html", "image/svg+xml", "text/javascript", "text/css"])
  func `on a host of its own, active content is shown`(type: String) async throws {
    let object = try await edge.storeObject(
      ContentTypeScenarios.page, attributes: ["content-type": type])
    for _ in 0..<2 {
      let response = try await edge.get("/cdn/\(object.objectID)")
      #expect(response["Content-Type"] == type)
      #expect(response["Content-Disposition"] == nil)
      #expect(response["Content-Security-Policy"] == nil)
    }
    // A blob has no stored type, and no caller may give it an active one.
    let blob = try await edge.get("/cdn/\(object.blobID)?type=text/html&filename=a.html")
    #expect(blob["Content-Type"] == "text/plain; charset=utf-8")
  }
}
