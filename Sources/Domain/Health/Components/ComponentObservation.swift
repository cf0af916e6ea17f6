/// What one look at a component has shown. Reasons name no addresses.
package enum ComponentObservation: Hashable, Sendable {
  /// It does its work; how long it took to find out, where that says something.
  case healthy(latency: Duration?)
  /// It does its work, but not as it should.
  case strained(String, latency: Duration? = nil)
  /// It does not do its work.
  case failing(String)
  /// It does not do its work, and there is no doubt that would need a second look.
  case failed(String)

  /// How long it took.
  package var latency: Duration? {
    switch self {
    case .healthy(let latency), .strained(_, let latency): latency
    case .failing, .failed: nil
    }
  }

  /// What is wrong.
  package var reason: String? {
    switch self {
    case .healthy: nil
    case .strained(let reason, _), .failing(let reason), .failed(let reason): reason
    }
  }
}
