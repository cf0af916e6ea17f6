/// What the edge depends on outside, beside the upstreams, each of which has a breaker of its own.
enum Dependency: String, CaseIterable, Sendable {
  case database
  case sharedState = "shared-state"
  case mail
  case alerts
}
