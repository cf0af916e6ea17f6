import Devnet

/// Every fault of the local network, for a blob of 200,000 bytes.
enum FaultTable {
  static let all: [FaultCase] = [
    FaultCase("no answer", .problem(504, "origin-timeout")) { $0.stallBeforeHead = true },
    FaultCase("nobody accepts", .problem(504, "origin-timeout")) { $0.neverAccept = true },
    FaultCase("a head and silence", .problem(504, "origin-timeout")) { $0.stallAfterBytes = 0 },
    FaultCase("silence in the middle", .brokenOff) { $0.stallAfterBytes = 50_000 },
    FaultCase("an end before the head", .problem(502, "origin-broken")) {
      $0.closeBeforeHead = true
    },
    FaultCase("no HTTP", .problem(502, "origin-broken")) { $0.malformedHead = true },
    FaultCase("a reset after the head", .problem(502, "origin-broken")) {
      $0.resetAfterBytes = 0
    },
    FaultCase("a reset in the middle", .problemOrBrokenOff) { $0.resetAfterBytes = 30_000 },
    FaultCase("an end after the head", .problem(502, "origin-broken")) {
      $0.truncateAfterBytes = 0
    },
    FaultCase("an end in the middle", .brokenOff) { $0.truncateAfterBytes = 50_000 },
    // The byte that is missing is asked of another upstream, which this fault does not hit.
    FaultCase("an end before the last byte", .whole) { $0.truncateAfterBytes = 199_999 },
    FaultCase("a length that is too long", .brokenOff) { $0.lengthOffset = 10 },
    FaultCase("an end in the middle of chunks", .brokenOff) {
      $0.chunked = true
      $0.truncateAfterBytes = 50_000
    },
    FaultCase("a reset in the middle of chunks", .problemOrBrokenOff) {
      $0.chunked = true
      $0.resetAfterBytes = 50_000
    },
    FaultCase("chunks", .whole) { $0.chunked = true },
    FaultCase("a trickle", .whole) { $0.trickleBytesPerSecond = 1_000_000 },
    FaultCase("500", .problem(502, "origin-unavailable")) { $0.status = 500 },
    FaultCase("502", .problem(502, "origin-unavailable")) { $0.status = 502 },
    FaultCase("503", .problem(503, "origin-overloaded")) { $0.status = 503 },
    FaultCase("504", .problem(502, "origin-unavailable")) { $0.status = 504 },
    FaultCase("429", .problem(503, "origin-overloaded")) { $0.status = 429 },
    FaultCase("429 with a time to come back", .problem(503, "origin-overloaded"), heals: false) {
      $0.status = 429
      $0.extraFields = ["retry-after": "7"]
    },
    FaultCase("403 for its size", .problem(502, "origin-size-limit")) { $0.tooLarge = 1000 },
    FaultCase("451", .problem(451, "content-blocked"), heals: false) { $0.status = 451 },
    FaultCase("404", .problem(404, "content-not-found"), heals: false) { $0.status = 404 },
    FaultCase("a redirect", .problem(502, "origin-broken")) { $0.status = 302 },
    // This 204 has content after all, which may be what the next answer begins with.
    FaultCase("no content", .problem(502, "origin-broken"), heals: false) { $0.status = 204 },
    FaultCase("a coding that nobody asked for", .problem(502, "origin-broken")) {
      $0.extraFields = ["content-encoding": "gzip"]
    },
    FaultCase("fields that are none of a client's business", .whole) {
      $0.extraFields = [
        "set-cookie": "a=b", "x-cache-status": "HIT", "cf-cache-status": "HIT", "vary": "*",
        "cache-control": "private", "content-type": "text/html", "etag": "\"other\"",
        "age": "12345", "location": "http://elsewhere/", "refresh": "0", "link": "<x>; rel=y",
        "strict-transport-security": "max-age=1", "content-disposition": "inline",
      ]
    },
    FaultCase("an nginx in front", .whole) { $0.mode = .nginx },
    FaultCase("a Cloudflare in front", .whole) { $0.mode = .cloudflare },
  ]
}
