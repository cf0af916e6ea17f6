/// Services and what each of them needs to be ready first.
///
/// A handle must exist before it can be named, so a graph built with `after:` alone has
/// no cycle; `require` adds the edges that this order of writing does not allow.
package struct ServiceGraph: Sendable {
  /// A service of one graph.
  package struct Handle: Sendable, Hashable {
    /// The service's name.
    package let name: String
    let index: Int
  }

  struct Node: Sendable {
    let name: String
    let service: any Service
    var needs: [Int]
  }

  private(set) var nodes: [Node] = []

  /// Starts without services.
  package init() {}

  /// Adds a service that starts when the given ones are ready. Names are unique.
  @discardableResult
  package mutating func add(
    _ name: String, _ service: any Service, after handles: Handle...
  ) -> Handle {
    add(name, service, after: handles)
  }

  /// Adds a service that starts when the given ones are ready. Names are unique.
  @discardableResult
  package mutating func add(
    _ name: String, _ service: any Service, after handles: [Handle]
  ) -> Handle {
    precondition(!nodes.contains { $0.name == name }, "two services are named \(name)")
    let handle = Handle(name: name, index: nodes.count)
    nodes.append(Node(name: name, service: service, needs: []))
    for each in handles { require(handle, after: each) }
    return handle
  }

  /// Makes a service start only when another one is ready, whatever the order in which
  /// they were added.
  package mutating func require(_ later: Handle, after earlier: Handle) {
    check(later)
    check(earlier)
    if !nodes[later.index].needs.contains(earlier.index) {
      nodes[later.index].needs.append(earlier.index)
    }
  }

  private func check(_ handle: Handle) {
    precondition(
      nodes.indices.contains(handle.index) && nodes[handle.index].name == handle.name,
      "\(handle.name) belongs to another graph")
  }
}
