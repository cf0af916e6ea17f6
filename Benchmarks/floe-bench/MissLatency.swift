/// What Floe adds to the time to first byte of content that it does not have.
struct MissLatency {
  /// Seconds to the first byte from the origin itself.
  let direct: Sample

  /// Seconds through Floe, every one a miss.
  let through: Sample

  /// The differences, pair by pair.
  let added: Sample

  /// Asks the origin and Floe for the same new id in turn.
  static func measure(
    floe: UInt16, count: Int
  ) throws(BenchmarkFailure) -> MissLatency {
    let origin = try HTTPConnection(port: Peers.originPort)
    let edge = try HTTPConnection(port: floe)
    var direct = [Double]()
    var through = [Double]()
    // The first ones open connections and fill caches of code: they do not count.
    for number in -20..<count {
      let id = identifier(number + 1000)
      let fromOrigin = try origin.secondsToFirstByte(
        Request.get("/v1/blobs/\(id)", port: Peers.originPort))
      let fromFloe = try edge.secondsToFirstByte(Request.get(FloeCommand.path(id), port: floe))
      if number < 0 { continue }
      direct.append(fromOrigin)
      through.append(fromFloe)
    }
    return MissLatency(
      direct: Sample(direct), through: Sample(through),
      added: Sample(zip(through, direct).map { $0 - $1 }))
  }

  /// A well-formed blob id: 43 characters of the URL alphabet, the last of the canonical sixteen.
  private static func identifier(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "b", count: 42 - digits.count) + digits + "A"
  }
}
