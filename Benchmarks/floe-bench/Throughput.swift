/// The interleaved slices of all servers at one size.
struct Throughput {
  let size: Int

  /// The servers in the order of the table.
  let names: [String]

  /// The slices of every server, one a round.
  var slices: [String: [Slice]] = [:]

  init(size: Int, names: [String]) {
    self.size = size
    self.names = names
  }

  /// The nginx variant that costs least here, if any was measured.
  var bestNginx: String? {
    names.filter { $0.hasPrefix("nginx cache") && !(slices[$0] ?? []).isEmpty }
      .min { cost($0).median < cost($1).median }
  }

  /// Processor time a request, in microseconds.
  func cost(_ name: String) -> Sample {
    Sample((slices[name] ?? []).map(\.microsecondsPerRequest))
  }

  /// The ratios of two servers' costs, round by round: what slows a whole round cancels out.
  func ratio(_ name: String, to other: String?) -> Sample {
    guard let other else { return Sample([]) }
    return Sample(
      zip(slices[name] ?? [], slices[other] ?? []).map {
        $0.microsecondsPerRequest / $1.microsecondsPerRequest
      })
  }
}
