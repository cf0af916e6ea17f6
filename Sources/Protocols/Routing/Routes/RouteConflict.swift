internal import HTTP

/// Two routes that would answer the same requests, and where each is declared.
package struct RouteConflict: Error, Hashable, CustomStringConvertible {
  package let description: String

  init(_ first: Route, _ second: Route) {
    description =
      "\(first.method.name) \(first.template.text) at \(first.place) and "
      + "\(second.method.name) \(second.template.text) at \(second.place) answer the same requests"
  }
}
