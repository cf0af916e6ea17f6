package import Devnet

extension EdgeUnderTest {
  /// Makes all aggregators misbehave, or one.
  package func setFaults(on member: Member? = nil, _ adjust: (inout Faults) -> Void) {
    var faults = Faults()
    adjust(&faults)
    network.setFaults(faults, on: member)
  }

  /// Requests that all aggregators together have seen.
  package var upstreamRequestCount: Int {
    (0..<network.aggregatorURLs.count).reduce(0) {
      $0 + network.requests(to: .aggregator($1)).total
    }
  }

  /// The heads of all requests that aggregators have seen.
  package var upstreamHeads: [String] {
    (0..<network.aggregatorURLs.count).flatMap { network.requests(to: .aggregator($0)).heads }
  }
}
