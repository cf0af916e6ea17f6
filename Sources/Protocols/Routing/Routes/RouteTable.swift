internal import HTTP

/// The list of all routes for a terminal.
package enum RouteTable {
  /// A line for each route, in columns: method, template, summary.
  package static func text(_ routes: [Route]) -> String {
    let methodWidth = routes.map { $0.method.name.utf8CodeUnitCount }.max() ?? 0
    let templateWidth = routes.map { $0.template.text.utf8.count }.max() ?? 0
    return routes.map { route in
      let method = "\(route.method.name)".padded(to: methodWidth)
      return "\(method)  \(route.template.text.padded(to: templateWidth))  \(route.summary)\n"
    }.joined()
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}
