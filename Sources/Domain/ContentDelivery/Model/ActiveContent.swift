/// Media types that a browser runs: served inline they would act in the name of our host.
package enum ActiveContent: Sendable {
  /// Shown as a document that may run scripts: HTML, SVG, XML.
  case document
  /// Run by a page that refers to it: scripts and style sheets.
  case script

  /// What a media type, with or without parameters, is; nil for passive types.
  package init?(_ contentType: String) {
    let essence =
      contentType.lowercased().prefix { $0 != ";" && $0 != "," && $0 != " " && $0 != "\t" }
    let subtype = essence.drop { $0 != "/" }.dropFirst()
    if subtype.contains("javascript") || subtype.contains("ecmascript")
      || subtype.contains("jscript") || subtype.contains("livescript") || subtype == "css"
      || subtype.hasSuffix("vbscript") || subtype == "x-shockwave-flash"
    {
      self = .script
    } else if subtype.contains("html") || subtype.contains("xml") || subtype.contains("svg")
      || subtype.contains("xsl") || subtype == "x-component" || subtype == "hta"
    {
      self = .document
    } else {
      return nil
    }
  }
}
