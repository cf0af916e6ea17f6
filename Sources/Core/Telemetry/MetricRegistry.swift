/// Declares every metric once, at start; mistakes in a declaration stop the process.
///
/// Names follow Prometheus' rules: base units in the plural (`_seconds`, `_bytes`),
/// counters end in `_total`, and nothing else does.
package struct MetricRegistry {
  /// The most series that all metrics may have together.
  package static let seriesMax = 2000

  /// What every name starts with, but those of the process.
  private let prefix: String
  private var families: [MetricFamily] = []
  private var bounds: [UInt64] = []
  private var slotCount = 0

  /// Starts without metrics.
  package init(prefix: String = "floe_") { self.prefix = prefix }

  /// Series declared so far.
  package var seriesCount: Int { families.reduce(0) { $0 + $1.seriesCount } }

  /// Declares a number that only grows; `reading` supplies it at scrape when it is kept
  /// elsewhere.
  package mutating func counter(
    _ name: String, _ help: String, _ labels: MetricLabels = .none,
    reading: (@Sendable (Int) -> Double)? = nil
  ) -> Counter {
    precondition(name.hasSuffix("_total"), "the counter \(name) must end in _total")
    return Counter(first: declare(name, help, .counter, labels, nil, reading), labels: labels)
  }

  /// Declares a number that goes up and down; `reading` supplies it at scrape when it is
  /// kept elsewhere.
  package mutating func gauge(
    _ name: String, _ help: String, _ labels: MetricLabels = .none,
    reading: (@Sendable (Int) -> Double)? = nil
  ) -> Gauge {
    precondition(!name.hasSuffix("_total"), "the gauge \(name) must not end in _total")
    return Gauge(first: declare(name, help, .gauge, labels, nil, reading), labels: labels)
  }

  /// Declares observations sorted into buckets.
  ///
  /// - Parameter isScraped: whether a scrape shows them; else they cost no series, and are there for
  ///   summaries alone.
  package mutating func histogram(
    _ name: String, _ help: String, _ labels: MetricLabels = .none,
    buckets: MetricBuckets = .durations, isScraped: Bool = true
  ) -> Histogram {
    let reserved = ["_total", "_bucket", "_count", "_sum"]
    precondition(!reserved.contains(where: name.hasSuffix), "\(name) has a reserved ending")
    let boundsFirst = bounds.count
    bounds += buckets.bounds
    return Histogram(
      first: declare(name, help, .histogram, labels, buckets, isScraped: isScraped, nil),
      labels: labels,
      boundsFirst: boundsFirst, boundsCount: buckets.bounds.count)
  }

  /// Ends the declarations.
  package consuming func sealed() -> Metrics {
    Metrics(families: families, slotCount: slotCount, bounds: bounds)
  }

  /// Declares the conventional metrics of the process, whose names have no prefix.
  package mutating func declareProcess() {
    for metric in ProcessMetrics.all {
      let kind: MetricKind = metric.name.hasSuffix("_total") ? .counter : .gauge
      let read = metric.read
      _ = declare(metric.name, metric.help, kind, .none, nil, isOurs: false) { _ in read() }
    }
  }

  private mutating func declare(
    _ name: String, _ help: String, _ kind: MetricKind, _ labels: MetricLabels,
    _ buckets: MetricBuckets?, isOurs: Bool = true, isScraped: Bool = true,
    _ reading: (@Sendable (Int) -> Double)?
  ) -> Int {
    let name = isOurs ? prefix + name : name
    precondition(Self.isName(name), "\(name) is no metric name")
    precondition(!help.isEmpty, "\(name) needs a sentence")
    precondition(!families.contains { $0.name == name }, "\(name) is declared twice")
    precondition(labels.names.allSatisfy { Self.isName($0) && $0 != "le" }, "bad label of \(name)")
    precondition(Set(labels.rows).count == labels.rows.count, "\(name) has a series twice")
    let family = MetricFamily(
      name: name, help: help, kind: kind, labels: labels, first: slotCount, buckets: buckets,
      reading: reading, isScraped: isScraped)
    families.append(family)
    slotCount += family.slotCount
    precondition(
      seriesCount <= Self.seriesMax,
      "\(name) brings the metrics to \(seriesCount) series; \(Self.seriesMax) are allowed")
    return family.first
  }

  private static func isName(_ name: String) -> Bool {
    let isFirstRight = name.utf8.first.map { !(48...57).contains($0) } ?? false
    return isFirstRight && !name.hasPrefix("__")
      && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
  }
}
