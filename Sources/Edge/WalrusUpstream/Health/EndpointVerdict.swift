/// What an attempt says of its endpoint.
enum EndpointVerdict: Hashable, Sendable {
  /// It did what can be asked of it.
  case good
  /// It did not.
  case fault(EndpointFault)
  /// Nothing: the reason lies elsewhere.
  case none
}
