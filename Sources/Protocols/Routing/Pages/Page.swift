internal import HTTP

/// A page of ours for people: plain HTML with the one stylesheet, without scripts.
package struct Page: Sendable {
  private let title: String
  private let body: String

  /// A page.
  ///
  /// - Parameters:
  ///   - title: plain text, also the heading.
  ///   - body: HTML, in which whatever is not ours was escaped.
  package init(title: String, body: String) {
    self.title = title
    self.body = body
  }

  /// The response; `maxAge` is how many seconds anybody may keep it.
  package func response(maxAge: Int) -> Response {
    let title = Self.escaped(title)
    let text = """
      <!DOCTYPE html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>\(title)</title>
      <link rel="stylesheet" href="\(Stylesheet.path)">
      <h1>\(title)</h1>
      \(body)</html>

      """
    return Response(
      .ok,
      fields: [
        HTTPField(.contentType, "text/html; charset=utf-8"),
        HTTPField(.cacheControl, "public, max-age=\(maxAge)"),
      ], body: .bytes(Array(text.utf8)))
  }

  /// Text with what HTML would take for markup replaced.
  package static func escaped(_ text: String) -> String {
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
