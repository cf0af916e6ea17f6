/// How a server of the network misbehaves; the initial value is no fault at all.
///
/// Several may be set together. In JSON the names are the same in snake case.
package struct Faults: Sendable, Equatable {
  /// What stands in front of an aggregator.
  package enum Mode: String, Sendable {
    /// Nothing: the aggregator answers itself.
    case plain

    /// The cache that the operator guide describes: whole answers to ranges, `X-Cache-Status`,
    /// 404 kept for a minute, the first content type kept for everyone.
    case nginx

    /// A cache of that kind: `cf-cache-status`, `age`, weak entity tags.
    case cloudflare
  }

  /// Waits this long before an answer instead of the server's own latency, in milliseconds.
  package var latencyMilliseconds: Int?

  /// Answers with this status and the body that the real server would give with it.
  package var status: Int?

  /// The share of matching requests that are hit, from 0 to 1; latency and mode always apply.
  package var probability = 1.0

  /// Only so many requests are hit, then the server is well again.
  package var times: Int?

  /// Only requests whose target contains this are hit.
  package var target: String?

  /// Sends so many bytes of the body and then nothing more, with the connection open.
  package var stallAfterBytes: Int?

  /// Sends so many bytes of the body and closes in order.
  package var truncateAfterBytes: Int?

  /// Sends so many bytes of the body and resets the connection.
  package var resetAfterBytes: Int?

  /// Flips bits in the body; its length stays right.
  package var wrongBytes = false

  /// Announces a Content-Length that is off by this much; the connection closes after the body.
  package var lengthOffset = 0

  /// Sends the body at this rate.
  package var trickleBytesPerSecond: Int?

  /// Sends the body in chunks instead of announcing its length.
  package var chunked = false

  /// Answers 404 to the first so many reads of each target, then the truth.
  package var notFoundFirst = 0

  /// Blob ids answered with 451.
  package var blockedIDs: [String] = []

  /// Answers 403 for blobs with more bytes than this.
  package var tooLarge: Int?

  /// What stands in front of the aggregator.
  package var mode = Mode.plain

  /// Reads the request and never answers.
  package var stallBeforeHead = false

  /// Reads the request and closes without an answer.
  package var closeBeforeHead = false

  /// Answers with a line that is no HTTP.
  package var malformedHead = false

  /// Lets new connections wait without reading from them.
  package var neverAccept = false

  /// Fields added to every answer, replacing those of the same name.
  package var extraFields: [String: String] = [:]

  /// No fault.
  package init() {}

  /// The same server without the faults that hit single requests.
  var withoutHits: Faults {
    var rest = Faults()
    rest.latencyMilliseconds = latencyMilliseconds
    rest.mode = mode
    rest.neverAccept = neverAccept
    return rest
  }
}
