import Bytes

/// The media types that a browser runs, or in which it finds what it runs.
///
/// Content of strangers under one of these acts with the rights of the host that served it, so it
/// is shown inline only on a host set aside for content.
@usableFromInline package enum ActiveContentTypes {
  /// Whether content of this type is active. What is no media type counts as active, for nobody
  /// knows what a browser makes of it.
  package static func contains(_ type: Span<UInt8>) -> Bool {
    guard let range = MediaType.essence(of: type) else { return true }
    let essence = type.extracting(range)
    if ends(essence, with: "+xml") || ends(essence, with: "/xml") { return true }
    if ends(essence, with: "script") || ends(essence, with: "/wasm") { return true }
    return essence.equalsIgnoringCase("text/html") || essence.equalsIgnoringCase("text/css")
      || essence.equalsIgnoringCase("text/xsl") || essence.equalsIgnoringCase("message/rfc822")
      || essence.equalsIgnoringCase("text/cache-manifest")
      || essence.equalsIgnoringCase("application/x-shockwave-flash")
      || essence.equalsIgnoringCase("application/xml-dtd")
      || essence.startsIgnoringCase(with: "multipart/")
      || essence.startsIgnoringCase(with: "text/javascript1.")
  }

  private static func ends(_ text: Span<UInt8>, with suffix: StaticString) -> Bool {
    let suffix = suffix.bytes
    return text.count >= suffix.count
      && text.extracting(text.count - suffix.count..<text.count).equalsIgnoringCase(suffix)
  }
}
