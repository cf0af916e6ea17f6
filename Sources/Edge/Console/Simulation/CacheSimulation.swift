internal import ContentDelivery

/// Replays a trace at several sizes of the cache, through the memory tier and beside it.
struct CacheSimulation {
  /// What caches are compared.
  enum Contender: CaseIterable {
    /// The memory tier, as it serves.
    case floe
    /// Least recently used.
    case lru
    /// What is used again last goes first: the optimum for objects of one size, with knowledge of
    /// the future.
    case belady
  }

  /// The results at one size of the cache.
  struct Row {
    /// Thousandths of the footprint.
    let permille: Int
    let byteCount: Int
    var ratios: [Contender: MissRatios] = [:]
  }

  /// The sizes of the cache, in thousandths of the footprint.
  static let permilles = [1, 10, 100]
  /// Requests between two steps of the progress bar.
  private static let stride = 4096

  private let trace: Trace

  /// A simulation of a trace with requests.
  init(_ trace: Trace) { self.trace = trace }

  /// Runs everything, drawing progress.
  func run(on terminal: Terminal) -> [Row] {
    let meter = ProgressMeter(
      ProgressBar(label: "replaying", unit: .steps),
      total: trace.requestCount * Self.permilles.count * Contender.allCases.count, on: terminal)
    defer { meter.finish() }
    return Self.permilles.map { permille in
      var row = Row(
        permille: permille,
        byteCount: max(1, Int(Double(trace.footprint) * Double(permille) / 1000)))
      for contender in Contender.allCases {
        row.ratios[contender] = replay(contender, row.byteCount, meter)
      }
      return row
    }
  }

  private func replay(
    _ contender: Contender, _ byteCount: Int, _ meter: ProgressMeter
  ) -> MissRatios {
    switch contender {
    case .floe:
      let tier = TierReplay(byteCount: byteCount)
      return replay(meter) { index in
        tier.request(UInt64(trace.objects[index]), cost: trace.sizes[index])
      }
    case .lru:
      var cache = RecencyCache(byteCount: byteCount, objectCount: trace.objectCount)
      return replay(meter) { index in
        cache.request(trace.objects[index], cost: trace.sizes[index])
      }
    case .belady:
      var cache = ClairvoyantCache(byteCount: byteCount, trace: trace)
      return replay(meter) { index in cache.request(at: index) }
    }
  }

  private func replay(_ meter: ProgressMeter, _ request: (Int) -> Bool) -> MissRatios {
    var ratios = MissRatios()
    for index in 0..<trace.requestCount {
      ratios.note(isHit: request(index), size: trace.sizes[index])
      if (index + 1) % Self.stride == 0 { meter.advance(by: Self.stride) }
    }
    meter.advance(by: trace.requestCount % Self.stride)
    return ratios
  }
}
