/// What became of a request for a sensitive route, for metrics.
package enum SignatureEvent: Int, CaseIterable, Sendable {
  case accepted, missing, malformed, stale, wrong, replayed, unavailable, exhausted

  /// The event as a label.
  package var label: String {
    switch self {
    case .accepted: "accepted"
    case .missing: "missing"
    case .malformed: "malformed"
    case .stale: "stale"
    case .wrong: "wrong"
    case .replayed: "replayed"
    case .unavailable: "unavailable"
    case .exhausted: "exhausted"
    }
  }

  /// Whether a request was refused.
  package var isRefusal: Bool { self != .accepted }

  init(_ fault: SignatureFault) {
    switch fault {
    case .missing: self = .missing
    case .malformed: self = .malformed
    case .stale: self = .stale
    case .wrong: self = .wrong
    case .replayed: self = .replayed
    case .unavailable: self = .unavailable
    case .exhausted: self = .exhausted
    }
  }
}
