internal import Bytes
package import HTTP

/// The fields by which a browser keeps an answer from doing harm, by kind of answer: the one place
/// that decides. `Strict-Transport-Security` is of the server and stands in front of them all.
package enum SecurityFields {
  /// What every answer has, content too: its type is what is said, and no document of it lends
  /// rights to plug-ins of other hosts.
  private static let everywhere = [
    HTTPField(.xContentTypeOptions, "nosniff"),
    HTTPField(.xPermittedCrossDomainPolicies, "none"),
  ]

  /// Content is there to be shown by others, also by pages that isolate themselves (COEP), so it
  /// says nothing that would keep them. What is active has its own policy, `sandbox`.
  package static let content =
    everywhere + [HTTPField(.crossOriginResourcePolicy, "cross-origin")]

  /// What is ours is for nobody's frame and loads nothing of others.
  private static let ours =
    everywhere + [
      HTTPField(.crossOriginResourcePolicy, "same-origin"),
      HTTPField(.crossOriginOpenerPolicy, "same-origin"),
      HTTPField(.originAgentCluster, "?1"),
      HTTPField(.referrerPolicy, "no-referrer"),
      HTTPField(.xDNSPrefetchControl, "off"),
      HTTPField(.xDownloadOptions, "noopen"),
      HTTPField(.xFrameOptions, "DENY"),
      HTTPField(.xXSSProtection, "0"),
    ]

  /// A page has the stylesheet of this server and nothing else: no script, no style inside it.
  package static let page =
    ours + [
      HTTPField(
        .contentSecurityPolicy,
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'")
    ]

  /// A document for programs has nothing that a browser would load.
  package static let document =
    ours + [HTTPField(.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'")]

  /// The fields of a kind of answer.
  package static func fields(of kind: AnswerKind) -> [HTTPField] {
    switch kind {
    case .content: content
    case .page: page
    case .document: document
    }
  }

  /// The lines of a document, for who writes a head without a router.
  package static let documentLines = Array(
    document.map { "\($0.name.text): \($0.value)\r\n" }.joined().utf8)

  /// The line that has browsers come by HTTPS alone for a year (RFC 6797); neighbours of the host
  /// are not spoken for.
  package static let strictTransport: StaticString =
    "Strict-Transport-Security: max-age=31536000\r\n"

  /// Adds what an answer does not say already.
  static func add(to fields: inout HTTPFields, for kind: AnswerKind) {
    for field in self.fields(of: kind) where fields[field.name] == nil {
      fields.append(field.name, field.value)
    }
  }
}
