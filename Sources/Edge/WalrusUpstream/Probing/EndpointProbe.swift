internal import HTTPClient

/// One look at one endpoint: one or two small requests, each of which costs it little.
///
/// An aggregator is asked for its status, which tells that the process lives, and then for a random
/// id, which it must deny: that tells that it reaches the network. A publisher is well when it
/// answers anything. Lives on one loop.
final class EndpointProbe: UpstreamHandler {
  private let target: WalrusEndpoint
  private let timeout: Duration
  private let client: UpstreamClient
  /// Paths still to be asked, the next one first.
  private var steps: [Step]
  private let ended: (EndpointVerdict, _ status: Int?, _ latency: Duration) -> Void
  private var status: Int?
  private var byteCount = 0

  /// One request of a probe.
  enum Step: Hashable {
    /// `GET /status` of an aggregator.
    case status
    /// `HEAD` of content that does not exist.
    case missing(path: String)
    /// `HEAD /` of a publisher.
    case root
  }

  /// Bytes of an answer that are read; more is not worth a kept connection.
  private static let bytesMax = 16 * 1024

  init(
    of target: WalrusEndpoint, steps: [Step], timeout: Duration, client: UpstreamClient,
    ended: @escaping (EndpointVerdict, _ status: Int?, _ latency: Duration) -> Void
  ) {
    self.target = target
    self.steps = steps
    self.timeout = timeout
    self.client = client
    self.ended = ended
  }

  /// Begins to ask.
  func begin() {
    guard let step = steps.first else { return }
    status = nil
    byteCount = 0
    var request =
      switch step {
      case .status: UpstreamRequest(.get, url: target.url("/status"))
      case .missing(let path): UpstreamRequest(.head, url: target.url(path))
      case .root: UpstreamRequest(.head, url: target.url("/"))
      }
    request.timeouts = UpstreamTimeouts(
      connect: timeout, firstByte: nil, stall: timeout, deadline: timeout)
    client.start(request, self)
  }

  func received(head: UpstreamHead) { status = head.status }

  func received(bytes: RawSpan) -> Demand {
    byteCount += bytes.byteCount
    return byteCount <= Self.bytesMax ? .more : .cancel
  }

  func completed(_ outcome: UpstreamOutcome) {
    let step = steps.removeFirst()
    // A long answer was given up by us; its status is an answer all the same.
    let failure = status != nil && outcome.failure == .cancelled ? nil : outcome.failure
    let verdict = Self.verdict(on: step, status, failure, outcome)
    if verdict == .good, !steps.isEmpty { return begin() }
    let report = outcome.report
    ended(verdict, status, report.firstByte ?? report.total)
  }

  /// What an answer says of an endpoint.
  static func verdict(
    on step: Step, _ status: Int?, _ failure: UpstreamFailure?, _ outcome: UpstreamOutcome
  ) -> EndpointVerdict {
    guard failure == nil, let status else {
      return AttemptRecord(endpoint: 0, status: nil, outcome: outcome).verdict
    }
    switch step {
    // Fronts may not pass it on, and publishers answer what they like.
    case .status, .root: return .good
    case .missing:
      // Who knows everything makes things up.
      return (200...399).contains(status)
        ? .fault(.malformed)
        : AttemptRecord(
          endpoint: 0, status: status, outcome: .succeeded(outcome.report)
        ).verdict
    }
  }
}
