internal import EventLoops
internal import HTTPClient
internal import Locks
internal import Routing
internal import Settings
internal import Synchronization
internal import Telemetry
internal import TelemetryExport
internal import Traces

/// Traces and reports of errors: what records them, and what sends them away.
final class TracingWiring: Sendable {
  /// Spans of requests that one loop keeps until they are collected.
  private static let spansOfLoop = 1024
  /// How often errors are sent that wait.
  private static let reportInterval = Duration.milliseconds(500)

  private let settings: TracingSettings
  private let recorder: SpanRecorder?
  private let exporter: SpanExporter?
  private let reporter: ErrorReporter?
  private let loop: EventLoop
  private let posts = Locks.Mutex<[PeriodicPost]>([])
  /// Spans that the loops have lost, as of the last time somebody looked.
  private let lostOnLoops = Atomic<Int>(0)

  /// - Parameter loop: the one that everything is sent from.
  init(
    _ settings: GatewaySettings, loop: EventLoop, registry: inout MetricRegistry, logger: Logger
  ) {
    self.loop = loop
    self.settings = settings.tracing
    let instance = Self.instanceID()
    var system = SystemRandomNumberGenerator()
    if let target = settings.tracing.target {
      exporter = SpanExporter(
        target,
        resource: ExportResource(
          serviceName: settings.tracing.serviceName, serviceVersion: Edge.version,
          instanceID: instance, environment: settings.environment.rawValue)
      ) { logger.warning("\($0)") }
      recorder = SpanRecorder(
        spansMax: settings.tracing.spansMax, random: TraceRandom(seededBy: &system),
        now: Self.now)
    } else {
      exporter = nil
      recorder = nil
    }
    reporter = Self.reporter(settings, instance: instance)
    declare(in: &registry)
  }

  /// What reports errors; nil without a DSN.
  static func reporter(
    _ settings: GatewaySettings, instance: String = instanceID()
  ) -> ErrorReporter? {
    settings.sentry.dsn.flatMap { SentryAddress($0) }.map { address in
      ErrorReporter(
        address,
        from: SentryEnvelope.Origin(
          release: Edge.version,
          environment: settings.sentry.environment ?? settings.environment.rawValue,
          instanceID: instance),
        perMinute: settings.sentry.reportsPerMinute, now: Self.now)
    }
  }

  private static let now: @Sendable () -> Int64 = { WallTime.now().nanosecondsSinceEpoch }

  /// A name for this process that no other one has.
  private static func instanceID() -> String {
    var system = SystemRandomNumberGenerator()
    return HexWord.text(system.next()) + HexWord.text(system.next())
  }

  private func declare(in registry: inout MetricRegistry) {
    _ = registry.counter(
      "trace_spans_total", "Spans of recorded requests, by what became of them.",
      .each("result", ["exported", "dropped", "failed"])
    ) { [self] series in
      guard let counts = exporter?.counts else { return 0 }
      switch series {
      case 0: return Double(counts.sent)
      case 1:
        return Double(
          counts.dropped + (recorder?.droppedCount ?? 0) + lostOnLoops.load(ordering: .relaxed))
      default: return Double(counts.failed)
      }
    }
    _ = registry.counter(
      "error_reports_total", "Errors that might be reported, by what became of the report.",
      .each("result", ["sent", "repeated", "limited", "failed"])
    ) { [reporter] series in
      guard let counts = reporter?.counts else { return 0 }
      return Double([counts.sent, counts.repeated, counts.limited, counts.failed][series])
    }
  }

  // MARK: What records

  /// Decides for one loop which requests are recorded.
  func sampler() -> RequestSampler {
    var system = SystemRandomNumberGenerator()
    return RequestSampler(settings.policy, random: TraceRandom(seededBy: &system))
  }

  /// Where one loop keeps the spans of its requests.
  func makeSpanBuffer() -> RequestSpanBuffer {
    RequestSpanBuffer(capacity: exporter == nil ? 0 : Self.spansOfLoop)
  }

  /// What the work for a request is a part of.
  func scope(of request: Request) -> TraceScope? {
    guard let place = request.trace else { return nil }
    var state: TraceState?
    if settings.trustsParent, place.parentID != nil {
      state = request.traceState
    }
    return TraceScope(place, state: state, recorder: recorder)
  }

  /// An edge's guard, its work being spans where anything is recorded.
  func traced(_ guarded: any RouteGuard) -> any RouteGuard {
    recorder == nil ? guarded : TracedGuard(guarded: guarded)
  }

  // MARK: What is reported

  /// Takes note of an error that nobody foresaw.
  func report(_ error: any Error, of request: FailedRequest, by logger: String) {
    reporter?.report(
      ErrorEvent(
        type: ErrorNames.type(of: error), detail: ErrorNames.detail(of: error), logger: logger,
        route: request.route, requestID: request.id, traceID: request.trace, spanID: request.span))
  }

  /// Takes note of a problem of our own making.
  func report(_ problem: Problem, of request: FailedRequest, by logger: String) {
    reporter?.report(
      ErrorEvent(
        type: problem.type.slug, detail: problem.type.title, logger: logger, route: request.route,
        requestID: request.id, traceID: request.trace, spanID: request.span))
  }

  // MARK: What sends

  /// Begins to send.
  ///
  /// - Parameter routes: the labels of the routes, by their numbers.
  func start(observers: ShardObservers, routes: [String]) {
    var begun: [PeriodicPost] = []
    if let exporter, let recorder {
      let reading = RequestSpanReading(routes: routes, showsClients: settings.showsClients)
      let post = PeriodicPost(on: loop, every: settings.interval) { client in
        await self.send(observers, reading, recorder, exporter, with: client)
      }
      begun.append(post)
    }
    if let reporter {
      let post = PeriodicPost(on: loop, every: Self.reportInterval) { client in
        await reporter.sendWaiting(with: client)
      }
      begun.append(post)
    }
    for post in begun { post.start() }
    posts.withLock { $0 = begun }
  }

  /// Collects what the loops and the tasks have recorded, and sends what is due.
  private func send(
    _ observers: ShardObservers, _ reading: RequestSpanReading, _ recorder: SpanRecorder,
    _ exporter: SpanExporter, with client: UpstreamClient
  ) async {
    let taken = await observers.takeSpans()
    lostOnLoops.store(taken.droppedCount, ordering: .relaxed)
    exporter.add(taken.spans.map(reading.record) + recorder.drain())
    await exporter.sendDue(with: client)
  }

  /// Ends it, and sends what is left.
  func stop() async {
    let begun = posts.withLock { posts in
      defer { posts = [] }
      return posts
    }
    for post in begun { await post.stop() }
  }
}
