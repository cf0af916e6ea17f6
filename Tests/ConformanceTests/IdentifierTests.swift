import EdgeTesting
import TestSupport
import Testing

/// Ids are read strictly, and a refusal says what is wrong and where.
@Suite(.serialized, .sharedEdge) struct IdentifierTests {
  private let edge = SharedEdge.current

  static let id = "M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BUk"

  /// Paths and what the detail must say.
  static let rows: [(path: String, says: String)] = [
    ("/cdn/abc", "3 characters are no identifier"),
    ("/cdn/\(id)A", "44 characters are no identifier"),
    ("/cdn/\(id.dropLast())", "42 characters are no identifier"),
    ("/cdn/\(id.dropLast())l", "not canonical"),
    ("/cdn/\(id.dropLast(2))+k", "character '+' at offset 41 is not base64url"),
    ("/cdn/=\(id.dropFirst())", "character '=' at offset 0 is not base64url"),
    ("/cdn/\(id.dropLast(3))%2Fk", "no identifier"),
    ("/cdn/\(id)AQIDBAU", "not a quilt patch id"),
    ("/cdn/\(id.dropLast())lAQAAAQA", "not a quilt patch id"),
    ("/cdn/0x", "no digits after 0x"),
    ("/cdn/0xg", "character 'g' at offset 2 is not a hexadecimal digit"),
    ("/cdn/0x\(String(repeating: "1", count: 65))", "65 digits after 0x"),
    ("/cdn/0X12", "no identifier"),
    ("/cdn/\(id.dropLast())l/name", "not a quilt id"),
    ("/cdn/abc/name", "wrong length: 3 characters, expected 43"),
    ("/cdn/\(id)/a/b", "too many path segments"),
    ("/cdn/\(id)/%ff", "UTF-8"),
    ("/cdn/\(id)/%2e%2e", "dot"),
    ("/cdn/Qm12", "not a CID: wrong length: 4 characters beginning with Qm, expected 46"),
    ("/cdn/bafkqaab", "not a CID: last character 'b' at offset 7 is not canonical base32"),
    ("/ipfs/bafk!", "not a CID: character '!' at offset 4 is not base32"),
    ("/ipfs/\(id)", "not a CID: it begins with 'M'"),
    ("/v1/blobs/abc", "wrong length: 3 characters, expected 43"),
    ("/v1/blobs/\(id)A", "wrong length: 44 characters, expected 43"),
    ("/v1/blobs/\(id.dropLast())l", "not canonical"),
    ("/v1/blobs/0x12", "wrong length: 4 characters"),
    ("/v1/blobs/by-object-id/12", "must begin with 0x"),
    ("/v1/blobs/by-object-id/0x", "no digits after 0x"),
    ("/v1/blobs/by-object-id/\(id)", "must begin with 0x"),
    ("/v1/blobs/by-quilt-patch-id/\(id)", "wrong length: 43 characters, expected 50"),
    ("/v1/blobs/by-quilt-id/abc/name", "wrong length: 3 characters, expected 43"),
    ("/v1/quilts/abc/patches", "wrong length: 3 characters, expected 43"),
    ("/v1/quilts/\(id.dropLast())l/patches", "not canonical"),
  ]

  @Test(arguments: rows.indices)
  func `a malformed id is refused with what is wrong`(row: Int) async throws {
    let (path, says) = Self.rows[row]
    for method in ["GET", "HEAD"] {
      let response = try await edge.send(method, path)
      #expect(response.status == 400, "\(path)")
      guard method == "GET" else { continue }
      let problem = try ProblemDocument(response)
      #expect(["malformed-identifier", "malformed-path"].contains(problem.slug), "\(path)")
      let detail = problem.detail?.lowercased() ?? ""
      #expect(detail.contains(says.lowercased()), "\(path): \(detail)")
      #expect(problem.source == "client")
      #expect(response["Cache-Control"] == "no-store")
      #expect(!response.text.contains("<") || !path.contains("<"))
    }
    #expect(edge.upstreamRequestCount == 0)
  }

  @Test(arguments: [
    "/cdn/%00", "/cdn/\(id)/a%00b", "/cdn/\(id)/a%0d%0aX:%20b", "/cdn/\(id)/%zz", "/cdn/%c0%ae",
  ])
  func `escapes that hide something are refused`(path: String) async throws {
    let response = try await edge.get(path)
    #expect(response.status == 400, "\(path)")
    #expect(response.fields.allSatisfy { $0.name != "X" })
    _ = try ProblemDocument(response)
  }

  @Test(arguments: [
    "/cdn", "/cdn/", "/cdn/\(id)/", "/cdnx/\(id)", "/v1/blobs", "/v2/blobs/\(id)", "//cdn/\(id)",
    "/CDN/\(id)",
  ])
  func `what is no path of content names no route or no such method`(path: String) async throws {
    #expect([404, 405].contains(try await edge.get(path).status), "\(path)")
    #expect(edge.upstreamRequestCount == 0)
  }
}
