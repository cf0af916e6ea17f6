/// Measures servers in slices A B C … A B C …, so that what disturbs the machine disturbs all.
struct ThroughputRun {
  let options: BenchmarkOptions
  let generator: LoadGenerator

  /// The path of the body of each size.
  let paths: [Int: String]

  /// Every server answers once correctly and runs warm before anything counts.
  func warmUp(
    _ contenders: [Contender], bodies: [Int: [UInt8]]
  ) throws(BenchmarkFailure) {
    for contender in contenders {
      for size in options.sizes {
        for _ in 0..<3 {
          let port = contender.port(size)
          let response = try HTTPConnection(port: port)
            .exchange(Request.get(paths[size]!, port: port))
          guard response.status == 200, response.body == bodies[size] else {
            throw BenchmarkFailure(
              "\(contender.name) answers \(response.status) with \(response.body.count) bytes "
                + "instead of the \(size) bytes stored")
          }
        }
        _ = try generator.run(port: contender.port(size), path: paths[size]!)
      }
    }
  }

  /// All rounds at one size.
  func measure(_ contenders: [Contender], size: Int) throws(BenchmarkFailure) -> Throughput {
    var result = Throughput(size: size, names: contenders.map(\.name))
    let members = contenders.map(\.members)
    for round in 0..<options.rounds {
      // Each round starts with another server, so that none always follows the same one.
      for step in contenders.indices {
        let index = (step + round) % contenders.count
        let contender = contenders[index]
        result.slices[contender.name, default: []].append(
          try generator.slice(of: members[index], port: contender.port(size), path: paths[size]!))
      }
      TextFile.say("  \(SizeName.of(size)): round \(round + 1) of \(options.rounds)")
    }
    return result
  }
}
