internal import HTTP

/// The pages that the types of problem documents lead to.
package struct ProblemPages: Sendable {
  private let types: [ProblemType]

  /// Pages for these types; two with one slug are a mistake that stops the process.
  package init(_ types: [ProblemType]) {
    let slugs = types.map(\.slug)
    precondition(Set(slugs).count == slugs.count, "two problem types have one slug: \(slugs)")
    self.types = types.sorted { $0.slug < $1.slug }
  }

  /// The list of all types, and a page for each.
  package var routes: [Route] {
    [
      Route(
        .get, "/problems", "Lists every type of problem that a response can report.",
        access: .open
      ) { _ in
        page("Problems", list)
      },
      Route(
        .get, "/problems/{slug}", "Explains a type of problem.", access: .open,
        problems: [RoutingProblems.notFound]
      ) { request in
        guard let type = types.first(where: { $0.slug == request.parameters[0] }) else {
          throw Problem(RoutingProblems.notFound, detail: "No problem has this name.")
        }
        return page(type.title, Self.body(of: type))
      },
    ]
  }

  private var list: String {
    types.map {
      "<li><a href=\"\($0.address)\"><code>\($0.slug)</code></a>: \(Page.escaped($0.title)) "
        + "<small>\($0.status.code), \($0.source.rawValue)"
        + ($0.isRetryable ? ", may be sent again" : "") + "</small></li>\n"
    }.reduce("<ul>\n", +) + "</ul>\n"
  }

  private static func body(of type: ProblemType) -> String {
    """
    <p>\(Page.escaped(type.advice))</p>
    <dl>
    <dt>Type</dt><dd><code>\(type.address)</code></dd>
    <dt>Code</dt><dd><code>\(type.slug)</code></dd>
    <dt>Status</dt><dd>status \(type.status.code) \(type.status.reason)</dd>
    <dt>Source</dt><dd>\(type.source.rawValue), unless the document says otherwise</dd>
    <dt>Again</dt><dd>The same request \(type.retryAdvice).</dd>
    </dl>
    <p><a href="/problems">All problems</a></p>

    """
  }

  private func page(_ title: String, _ body: String) -> Response {
    Page(title: title, body: body).response(maxAge: 3600)
  }
}
