import Bytes

/// Names the media type of content by its first bytes, from a list of types that no browser runs.
///
/// HTML, SVG, XML and scripts are text here: with `nosniff` a browser then shows their source.
@usableFromInline package enum ContentSniffer {
  /// Bytes that are looked at; more change nothing.
  package static var prefixByteCountMax: Int { 512 }

  /// The type of content that starts with `prefix`; `application/octet-stream` when unsure.
  package static func type(of prefix: Span<UInt8>) -> StaticString {
    let bytes = prefix.extracting(0..<min(prefix.count, prefixByteCountMax))
    if bytes.count == 0 { return SafeContentTypes.fallback }
    if let type = image(bytes) ?? media(bytes) ?? file(bytes) { return type }
    return TextSyntax.isText(bytes) ? "text/plain; charset=utf-8" : SafeContentTypes.fallback
  }

  private static func image(_ bytes: Span<UInt8>) -> StaticString? {
    if holds(bytes, 0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
    if holds(bytes, 0, [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if bytes.starts(with: "GIF87a") || bytes.starts(with: "GIF89a") { return "image/gif" }
    if bytes.starts(with: "RIFF"), holds(bytes, 8, [0x57, 0x45, 0x42, 0x50]) {
      return "image/webp"
    }
    // Text may start with BM as well; the four reserved bytes after the size are zero.
    if bytes.starts(with: "BM"), holds(bytes, 6, [0, 0, 0, 0]), bytes.count >= 14 {
      return "image/bmp"
    }
    if holds(bytes, 0, [0, 0, 1, 0]), bytes.count >= 6, bytes[4] > 0, bytes[5] == 0 {
      return "image/x-icon"
    }
    return nil
  }

  private static func media(_ bytes: Span<UInt8>) -> StaticString? {
    if holds(bytes, 4, [0x66, 0x74, 0x79, 0x70]), bytes.count >= 12 {
      return isoBrand(bytes.extracting(8..<12))
    }
    if holds(bytes, 0, [0x1A, 0x45, 0xDF, 0xA3]) { return matroska(bytes) }
    if holds(bytes, 0, [0x4F, 0x67, 0x67, 0x53, 0]) { return "application/ogg" }
    if bytes.starts(with: "RIFF"), holds(bytes, 8, [0x57, 0x41, 0x56, 0x45]) {
      return "audio/wav"
    }
    if bytes.starts(with: "fLaC") { return "audio/flac" }
    // The byte after ID3 is its version, which text would not have.
    if bytes.starts(with: "ID3"), bytes.count > 3, bytes[3] < 0x10 { return "audio/mpeg" }
    // Layer III without a tag: eleven bits of synchronisation, then version and layer.
    if bytes.count > 2, bytes[0] == 0xFF, bytes[1] & 0xF6 == 0xF2, bytes[2] & 0xF0 != 0xF0 {
      return "audio/mpeg"
    }
    return nil
  }

  private static func isoBrand(_ brand: Span<UInt8>) -> StaticString? {
    if brand.equals("avif") || brand.equals("avis") { return "image/avif" }
    if brand.equals("M4A ") || brand.equals("M4B ") { return "audio/mp4" }
    if brand.starts(with: "mp4") || brand.starts(with: "iso") || brand.equals("avc1")
      || brand.equals("M4V ") || brand.equals("dash")
    {
      return "video/mp4"
    }
    return nil
  }

  /// WebM is Matroska whose document type, near the start, says so.
  private static func matroska(_ bytes: Span<UInt8>) -> StaticString? {
    var position = 4
    while position + 4 <= min(bytes.count, 64) {
      if bytes.extracting(position..<position + 4).equals("webm") { return "video/webm" }
      position += 1
    }
    return nil
  }

  private static func file(_ bytes: Span<UInt8>) -> StaticString? {
    if bytes.starts(with: "%PDF-") { return "application/pdf" }
    if holds(bytes, 0, [0x50, 0x4B, 3, 4]) || holds(bytes, 0, [0x50, 0x4B, 5, 6]) {
      return "application/zip"
    }
    if holds(bytes, 0, [0x1F, 0x8B, 8]) { return "application/gzip" }
    if bytes.starts(with: "wOFF") { return "font/woff" }
    if bytes.starts(with: "wOF2") { return "font/woff2" }
    return nil
  }

  private static func holds<let count: Int>(
    _ bytes: Span<UInt8>, _ offset: Int, _ signature: InlineArray<count, UInt8>
  ) -> Bool {
    guard bytes.count >= offset + count else { return false }
    for index in 0..<count where bytes[offset + index] != signature[index] { return false }
    return true
  }
}
