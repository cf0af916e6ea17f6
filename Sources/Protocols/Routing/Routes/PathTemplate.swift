/// The form of the paths that a route answers: `/v1/blobs/by-quilt-id/{quilt}/{identifier}`.
///
/// `{name}` stands for one segment that is not empty. `{name*}`, at the end only, stands for all
/// the rest, one segment at least.
package struct PathTemplate: Hashable, Sendable {
  /// One segment of a template.
  package enum Segment: Hashable, Sendable {
    case literal(String)
    case parameter(String)
    case rest(String)
  }

  /// The parts between the slashes.
  package let segments: [Segment]
  /// The template as it was written; the label of its metrics.
  package let text: String

  /// Reads a template; a malformed one is a mistake in the program.
  package init(_ text: String) {
    precondition(text.hasPrefix("/"), "\(text) does not begin with a slash")
    let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    let segments = parts.map { part -> Segment in
      guard part.hasPrefix("{") else {
        precondition(!part.contains { "{}%*".contains($0) }, "\(part) is no literal segment")
        return .literal(String(part))
      }
      precondition(part.hasSuffix("}"), "\(part) has no end")
      let name = part.dropFirst().dropLast()
      return name.hasSuffix("*") ? .rest(String(name.dropLast())) : .parameter(String(name))
    }
    for (index, segment) in segments.enumerated() {
      if case .rest = segment {
        precondition(index == segments.count - 1, "\(text) goes on after its rest")
      }
    }
    self.text = text
    self.segments = segments
    precondition(Set(parameterNames).count == parameterNames.count, "\(text) repeats a name")
  }

  /// The names of the parameters, in order.
  package var parameterNames: [String] {
    segments.compactMap {
      switch $0 {
      case .literal: nil
      case .parameter(let name), .rest(let name): name
      }
    }
  }

  /// The template in the words of OpenAPI, which knows no rest.
  package var openAPIText: String {
    "/"
      + segments.map {
        switch $0 {
        case .literal(let text): text
        case .parameter(let name), .rest(let name): "{\(name)}"
        }
      }.joined(separator: "/")
  }
}
