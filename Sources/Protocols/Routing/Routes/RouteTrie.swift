internal import HTTP

/// The templates of all routes as a tree of segments.
///
/// A literal is tried before a parameter, and that before a rest; a branch that leads nowhere is
/// left again, so `/v1/blobs/{id}` and `/v1/blobs/by-object-id/{id}` live side by side.
struct RouteTrie: Sendable {
  /// A place in the tree: what comes next, and the routes that end here.
  struct Node: Sendable {
    var literals: [String: Int] = [:]
    var parameter: Int?
    var rest: Int?
    /// The number of the route for each method.
    var routes: [Method: Int] = [:]
  }

  /// Segments of the longest path that is looked at.
  static let segmentsMax = 16

  private(set) var nodes = [Node()]

  /// Adds a route; returns the number of the one that is already there, if there is one.
  mutating func insert(_ template: PathTemplate, _ method: Method, _ route: Int) -> Int? {
    var node = 0
    for segment in template.segments {
      switch segment {
      case .literal(let text):
        node = step(nodes[node].literals[text]) {
          $0.nodes[node].literals[text] = $1
        }
      case .parameter: node = step(nodes[node].parameter) { $0.nodes[node].parameter = $1 }
      case .rest: node = step(nodes[node].rest) { $0.nodes[node].rest = $1 }
      }
    }
    if let present = nodes[node].routes[method] { return present }
    nodes[node].routes[method] = route
    return nil
  }

  private mutating func step(_ next: Int?, _ link: (inout RouteTrie, Int) -> Void) -> Int {
    if let next { return next }
    nodes.append(Node())
    link(&self, nodes.count - 1)
    return nodes.count - 1
  }

  /// The routes of a path and what their parameters are; nil when there are none.
  func find(_ segments: [Substring]) -> (routes: [Method: Int], parameters: [Substring])? {
    guard segments.count <= Self.segmentsMax else { return nil }
    var parameters: [Substring] = []
    guard let node = walk(0, segments[...], &parameters) else { return nil }
    return (nodes[node].routes, parameters)
  }

  private func walk(
    _ node: Int, _ segments: ArraySlice<Substring>, _ parameters: inout [Substring]
  ) -> Int? {
    guard let first = segments.first else { return nodes[node].routes.isEmpty ? nil : node }
    let rest = segments.dropFirst()
    if let next = nodes[node].literals[String(first)],
      let found = walk(next, rest, &parameters)
    {
      return found
    }
    let count = parameters.count
    if let next = nodes[node].parameter, !first.isEmpty {
      parameters.append(first)
      if let found = walk(next, rest, &parameters) { return found }
      parameters.removeSubrange(count...)
    }
    if let next = nodes[node].rest, !first.isEmpty {
      parameters.append(segments.joined(separator: "/")[...])
      return next
    }
    return nil
  }
}
