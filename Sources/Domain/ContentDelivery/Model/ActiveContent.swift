internal import HTTP

/// Media types that a browser runs: served inline they would act in the name of our host.
package enum ActiveContent: Sendable {
  /// Shown as a document that may run scripts: HTML, SVG, XML.
  case document
  /// Run or read by a page that refers to it, and what is no media type at all.
  case script

  /// What a media type, with or without parameters, is; nil for passive types.
  package init?(_ contentType: String) {
    guard ActiveContentTypes.contains(contentType.utf8.span) else { return nil }
    let essence = contentType.lowercased().prefix { $0 != ";" }
    let isDocument = ["html", "xml", "svg", "rfc822"].contains { essence.contains($0) }
    self = isDocument ? .document : .script
  }
}
