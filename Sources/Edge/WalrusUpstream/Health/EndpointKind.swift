/// What endpoints are for.
package enum EndpointKind: String, CaseIterable, Sendable {
  case aggregator
  case publisher
}
