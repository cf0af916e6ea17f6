internal import HTTP

/// The stylesheet of our own pages: a resource of its own, so that their policy need not allow
/// styles inside a page (CSP Level 3 §8.3).
package enum Stylesheet {
  /// Where it is.
  package static let path = "/assets/floe.css"

  /// The route that serves it.
  package static var route: Route {
    let bytes = Array(text.utf8)
    return Route(
      .get, path, "The stylesheet of the pages.", access: .open,
      answers: [RouteAnswer(.ok, contentType: "text/css; charset=utf-8")]
    ) { _ in
      Response(
        .ok,
        fields: [
          HTTPField(.contentType, "text/css; charset=utf-8"),
          HTTPField(.cacheControl, "public, max-age=86400"),
        ], body: .bytes(bytes))
    }
  }

  private static let text = """
    :root { color-scheme: light dark; }
    body { font: 16px/1.55 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; }
    body { padding: 0 1rem; }
    h1 { font-size: 1.6rem; line-height: 1.25; }
    a { color: #0b66c3; }
    code { font: 0.92em ui-monospace, monospace; }
    small { color: #777; }
    ul { padding-left: 1.2rem; }
    li { margin: 0.25rem 0; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
    dt { color: #777; }
    dd { margin: 0; }
    @media (prefers-color-scheme: dark) {
      a { color: #7db8f7; }
      small, dt { color: #999; }
    }

    """
}
