internal import Alerts
internal import Capabilities
internal import EventLoops
internal import HTTPClient
internal import Locks

/// Sends alerts over HTTP, on a loop of its own: those that serve may be what the alert is about.
final class AlertClient: Sendable {
  /// The most that is read of an answer, in bytes.
  private static let answerBytesMax = 64 << 10
  /// The part of an answer that is shown.
  private static let shownBytesMax = 120

  private let timeout: Duration
  private let client = Mutex<LoopBound<UpstreamClient>?>(nil)

  /// A client that has no loop yet.
  init(timeout: Duration) { self.timeout = timeout }

  /// Begins to take requests.
  func start() async {
    let loop = EventLoop.start(name: "floe-alerts")
    let made = await loop.perform {
      var settings = UpstreamClientSettings(userAgent: "floe/\(Edge.version)")
      settings.connectionsPerHostMax = 2
      settings.exchangesMax = 16
      return LoopBound(UpstreamClient(loop: loop, settings: settings), loop: loop)
    }
    client.withLock { $0 = made }
  }

  /// Ends what is under way, and the loop.
  func stop() async {
    guard let made = client.withLock({ $0.take() }) else { return }
    await made.loop.perform { made.value.close() }
    made.loop.stop()
  }

  /// Sends a request and says what came back. No redirect is followed and no proxy asked.
  func post(_ content: AlertRequest, to address: SinkAddress) async throws(AlertFailure) -> String {
    guard let client = client.withLock({ $0 }) else {
      throw AlertFailure("the server stops", isTemporary: false)
    }
    var request = UpstreamRequest(.post, url: address.url)
    request.fields = [UpstreamField("Content-Type", "application/json")]
    request.fields += content.fields.map { UpstreamField($0.name, $0.value) }
    request.body = UpstreamBody(content.body)
    request.reusesConnections = false
    request.timeouts = UpstreamTimeouts(
      connect: min(timeout, .seconds(3)), firstByte: timeout, stall: timeout, deadline: timeout)
    let sent = request
    let task = Task(executorPreference: client.loop) {
      () -> Result<CollectedResponse, UpstreamFailure> in
      do throws(UpstreamFailure) {
        return .success(try await client.value.collect(sent, limit: Self.answerBytesMax))
      } catch {
        return .failure(error)
      }
    }
    let result = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    switch result {
    case .failure(let failure):
      throw AlertFailure(Self.words(failure), isTemporary: failure != .invalidRequest)
    case .success(let response): return try Self.verdict(response)
    }
  }

  /// What an answer means: 2xx is taken, "too many", "not now" and failures of the receiver may pass,
  /// anything else stays as it is.
  private static func verdict(_ response: CollectedResponse) throws(AlertFailure) -> String {
    let status = response.head.status
    let text = shown(response.body)
    let said = text.isEmpty ? "it answered \(status)" : "it answered \(status): \(text)"
    if (200...299).contains(status) { return said }
    let seconds = response.head.first("retry-after").flatMap { Int64($0) }
    throw AlertFailure(
      said, isTemporary: [408, 425, 429].contains(status) || status >= 500, hasAnswered: true,
      retryAfter: seconds.flatMap { (0...86_400).contains($0) ? .seconds($0) : nil })
  }

  /// The beginning of an answer without anything that a terminal or a log would obey.
  private static func shown(_ body: [UInt8]) -> String {
    let printable = body.prefix(shownBytesMax).map { (0x20...0x7e).contains($0) ? $0 : 0x20 }
    return String(decoding: printable, as: UTF8.self).split(separator: " ").joined(separator: " ")
  }

  private static func words(_ failure: UpstreamFailure) -> String {
    switch failure {
    case .invalidRequest: "the request cannot be sent"
    case .overloaded, .cancelled: "it was not sent"
    case .unresolved: "its host has no address"
    case .refused: "no connection could be made"
    case .tls: "its certificate is not to be trusted"
    case .timedOut, .stalled: "it did not answer in time"
    case .reset, .truncated: "the connection broke"
    case .headTooLarge, .bodyTooLarge, .malformed: "its answer makes no sense"
    case .redirectsTooMany: "it leads elsewhere"
    case .other(let code): "libcurl gave up (\(code))"
    }
  }
}
