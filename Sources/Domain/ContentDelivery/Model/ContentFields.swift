internal import HTTP
internal import Routing

/// The response fields of stored content that are the same for every request.
///
/// Each belongs to a part, because not every status carries all: an error of a precondition or a
/// range has only the general ones, a 304 those that RFC 9110 §15.4.5 asks for.
package struct ContentFields: Sendable {
  /// Which responses carry a field.
  package enum Part: UInt8, Comparable, Sendable {
    /// All.
    case general
    /// 200, 206 and 304.
    case validating
    /// 200 and 206.
    case content
    /// 200 and a single 206: a multipart 206 has its own.
    case type

    /// By the order in which parts stand in a head.
    package static func < (left: Part, right: Part) -> Bool { left.rawValue < right.rawValue }
  }

  /// A field line.
  package struct Field: Sendable {
    package let part: Part
    package let name: String
    package let value: String
  }

  /// The most bytes of a value taken from outside; longer ones are left out.
  static let valueCountMax = 256

  /// The fields, ordered by part.
  package private(set) var fields: [Field] = []

  /// The fields of content.
  ///
  /// Active types are sent as they are only on a content domain. Elsewhere documents are
  /// downloaded and sandboxed (an `<img>` still shows an SVG), and scripts lose their type.
  package init(_ metadata: ContentMetadata, onContentDomain: Bool) {
    add(.general, "Accept-Ranges", "bytes")
    add(.general, "X-Source", metadata.source)
    for field in SecurityFields.content { add(.general, field.name.text, field.value) }
    add(.general, "Access-Control-Allow-Origin", "*")
    add(.general, "Access-Control-Expose-Headers", CrossOriginPolicy.exposedToAll)
    add(.general, "Vary", "Accept-Encoding")
    let tag = metadata.entityTag
    add(
      .validating, "ETag",
      tag.utf8.count > 2 && tag.hasPrefix("\"") && tag.hasSuffix("\"") ? tag : nil)
    add(.validating, "Cache-Control", metadata.cacheControl)
    add(.validating, "X-Floe-Verified", metadata.proof.text)
    let active = onContentDomain ? nil : ActiveContent(metadata.contentType)
    if active == nil {
      add(.content, "Content-Disposition", metadata.disposition)
    } else {
      add(.content, "Content-Disposition", "attachment")
      add(.content, "Content-Security-Policy", "default-src 'none'; sandbox")
    }
    add(.content, "Content-Encoding", metadata.encoding)
    add(.content, "Content-Language", metadata.language)
    add(.content, "X-Quilt-Patch-Identifier", metadata.patchIdentifier)
    let safe = active == .script || !Self.isFieldValue(metadata.contentType)
    add(.type, "Content-Type", safe ? "application/octet-stream" : metadata.contentType)
  }

  /// Whether text can stand as a field value: short, visible ASCII and blanks inside.
  package static func isFieldValue(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= valueCountMax && text.first != " " && text.last != " "
      && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
  }

  private mutating func add(_ part: Part, _ name: String, _ value: String?) {
    guard let value, Self.isFieldValue(value) else { return }
    fields.append(Field(part: part, name: name, value: value))
  }
}
