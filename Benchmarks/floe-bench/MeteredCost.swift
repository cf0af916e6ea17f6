/// What tokens, limits and metering add to an answer from memory: two servers of the same program in
/// slices that alternate, one open to anybody, the other for a token.
struct MeteredCost {
  /// The slices of both, one a round.
  private(set) var open: [Slice] = []
  private(set) var metered: [Slice] = []

  /// How much the token costs, round by round.
  var ratio: Sample {
    Sample(
      zip(metered, open).map { $0.microsecondsPerRequest / $1.microsecondsPerRequest })
  }

  /// Processor time of a request, in microseconds.
  static func cost(_ slices: [Slice]) -> Sample { Sample(slices.map(\.microsecondsPerRequest)) }

  /// Measures both for all rounds.
  static func measure(
    command: FloeCommand, meteredEdge: String, body: [UInt8], generator: LoadGenerator,
    rounds: Int
  ) throws(BenchmarkFailure) -> MeteredCost {
    let sides = [false, true].map { needsToken in
      let launch = command.metered(meteredEdge, needsToken: needsToken)
      return Contender(name: launch.output, launch, sizes: [body.count])
    }
    defer { for side in sides { side.stop() } }
    var paths: [String] = []
    for (side, fields) in zip(sides, [Request.fields, Request.fieldsWithToken]) {
      try side.start()
      let port = side.port(body.count)
      let path = FloeCommand.path(
        try FloeCommand.store(body, port: port, field: fields[0]))
      paths.append(path)
      _ = try generator.run(port: port, path: path, fields: fields)
    }
    var result = MeteredCost()
    for round in 0..<rounds {
      for step in 0..<2 {
        let index = (step + round) % 2
        let slice = try generator.slice(
          of: sides[index].members, port: sides[index].port(body.count), path: paths[index],
          fields: index == 0 ? Request.fields : Request.fieldsWithToken)
        if index == 0 { result.open.append(slice) } else { result.metered.append(slice) }
      }
    }
    return result
  }
}
