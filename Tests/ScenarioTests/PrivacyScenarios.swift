import Devnet
import EdgeTesting
import Gateway
import TestSupport
import Testing

@Suite struct PrivacyScenarios {
  /// Fields that a careless cache would pass on or be turned by.
  static let odd = [
    "Accept: text/html", "Content-Type: text/html", "Accept-Language: de", "Accept-Charset: x",
    "Accept-Encoding: gzip, br;q=0.5, zstd", "X-Forwarded-Host: evil.example",
    "X-Forwarded-For: 10.0.0.1", "X-Forwarded-Proto: https", "X-Forwarded-Scheme: http",
    "X-Forwarded-Port: 1", "X-Forwarded-Prefix: /x", "X-Forwarded-Server: evil.example",
    "Forwarded: host=evil.example", "X-Host: evil.example", "X-Original-URL: /admin",
    "X-Original-Host: evil.example", "X-Rewrite-URL: /admin", "X-HTTP-Method-Override: DELETE",
    "X-HTTP-Method: PUT", "X-Method-Override: POST", "Cookie: session=secret",
    "Proxy-Authorization: Basic secret",
    "Origin: https://evil.example", "Referer: https://evil.example/?secret",
    "User-Agent: <script>alert(1)</script>", "Cache-Control: no-cache, no-store, max-age=0",
    "Pragma: no-cache", "X-Real-IP: 10.0.0.1", "True-Client-IP: 10.0.0.1", "Via: 1.1 evil",
    "TE: trailers", "Upgrade-Insecure-Requests: 1", "Sec-Fetch-Dest: script",
    "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: X-Evil",
    "X-Amz-Website-Redirect-Location: https://evil.example", "Max-Forwards: 0", "From: a@b",
    "DNT: 1", "Save-Data: on", "X-Wap-Profile: http://evil.example/", "Priority: u=0",
    "If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT", "X-Forwarded-Path: /evil",
    "Range-Unit: bytes", "Content-Encoding: gzip", "Accept-Ranges: none", "Vary: *",
    "Set-Cookie: a=b", "ETag: \"evil\"", "Age: 100", "Expires: 0", "Location: /evil",
    "Surrogate-Control: no-store", "CDN-Cache-Control: no-store", "X-Cache: HIT",
    "Connection: close, X-Forwarded-Host", "Clear-Site-Data: \"*\"", "Link: </x>; rel=preload",
  ]

  static let queries = [
    "?utm_source=x", "?a=b;c=d", "?type=text%2Fhtml", "?filename=evil.html", "?filename=a.svg",
    "?cb=1&cb=2", "?range=bytes%3D0-1", "?strict_consistency_check=true", "?%00", "?a=%0d%0aX:%20y",
  ]

  /// The fields of a response to a clean request, with the id left out.
  private func baseline(_ edge: EdgeUnderTest) async throws -> [String] {
    let id = try await edge.store(edge.content(3000))
    _ = try await edge.get("/cdn/\(id)")
    return lasting(try await edge.get("/cdn/\(id)"), id)
  }

  private func lasting(_ response: RawResponse, _ id: String) -> [String] {
    response.lastingFields.map { $0.replacing(id, with: "ID") }
  }

  @Test func `nothing of a request on a miss shows in what others get`() async throws {
    #expect(Self.odd.count >= 40)
    try await EdgeUnderTest.with { edge in
      let baseline = try await baseline(edge)
      let loads = Self.odd.map { ("", [$0]) } + Self.queries.map { ($0, []) } + [("", Self.odd)]
      for (number, (query, fields)) in loads.enumerated() {
        let content = edge.content(3000, seed: UInt64(100 + number))
        let id = try await edge.store(content)
        let poisoned = try await edge.get("/cdn/\(id)\(query)", fields)
        #expect(poisoned.status == 200)
        #expect(poisoned.fingerprint == content.fingerprint)
        #expect(lasting(poisoned, id) == baseline, "\(query) \(fields)")
        let clean = try await edge.get("/cdn/\(id)")
        #expect(clean["X-Cache"] == "HIT")
        #expect(clean.fingerprint == content.fingerprint)
        #expect(lasting(clean, id) == baseline, "\(query) \(fields)")
      }
    }
  }

  @Test func `upstreams see one request for everyone, whoever asks and how`() async throws {
    try await EdgeUnderTest.with { edge in
      let id = try await edge.store(edge.content(3000))
      let (quilt, patches) = try await edge.storeQuilt([("a b.txt", "one")])
      let object = try await edge.storeObject(edge.content(10)).objectID
      edge.network.clearRequests()
      let paths = [
        "/cdn/\(id)", "/cdn/\(quilt)/a%20b.txt", "/cdn/\(patches["a b.txt"]!)", "/cdn/\(object)",
        "/v1/quilts/\(quilt)/patches",
      ]
      for path in paths {
        let response = try await edge.get("\(path)?secret=1&type=image/png", Self.odd)
        #expect(response.status == 200, "\(path): \(response.text)")
      }
      let targets = [
        "/v1/blobs/\(id)", "/v1/blobs/by-quilt-id/\(quilt)/a%20b.txt",
        "/v1/blobs/by-quilt-patch-id/\(patches["a b.txt"]!)", "/v1/blobs/by-object-id/\(object)",
        "/v1/quilts/\(quilt)/patches",
      ]
      #expect(edge.upstreamHeads.count == targets.count)
      for head in edge.upstreamHeads {
        let lines = head.split(separator: "\r\n").map(String.init)
        #expect(targets.contains { lines[0] == "GET \($0) HTTP/1.1" }, "\(head)")
        let fields = lines.dropFirst().map { $0.lowercased() }.filter { !$0.hasPrefix("host: ") }
        #expect(
          Set(fields) == [
            "user-agent: floe/\(Edge.version)", "accept: */*", "accept-encoding: identity",
          ], "\(head)")
        #expect(lines.count == 5)
      }
    }
  }
}
