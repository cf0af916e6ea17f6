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
      "<li><a href=\"\($0.address)\"><code>\($0.slug)</code></a>: \(Self.escaped($0.title))"
        + " (\($0.status.code))</li>\n"
    }.reduce("<ul>\n", +) + "</ul>\n"
  }

  private static func body(of type: ProblemType) -> String {
    "<p>Type <code>\(type.address)</code>, status \(type.status.code) "
      + "\(type.status.reason).</p>\n<p>\(escaped(type.advice))</p>\n"
      + "<p><a href=\"/problems\">All problems</a></p>\n"
  }

  private func page(_ title: String, _ body: String) -> Response {
    let title = Self.escaped(title)
    let text =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>\(title)</title>\n"
      + "<h1>\(title)</h1>\n\(body)</html>\n"
    return Response(
      .ok,
      fields: [
        HTTPField(.contentType, "text/html; charset=utf-8"),
        HTTPField(.cacheControl, "public, max-age=3600"),
        HTTPField(.xContentTypeOptions, "nosniff"),
        HTTPField(.contentSecurityPolicy, "default-src 'none'"),
      ], body: .bytes(Array(text.utf8)))
  }

  private static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      default: String(character)
      }
    }.joined()
  }
}
