import Bytes

/// The media types a stranger may choose for content: none of them runs in a browser.
@usableFromInline package enum SafeContentTypes {
  /// What is said of content of which nothing is known.
  package static var fallback: StaticString { "application/octet-stream" }

  private static let table: [(fileExtension: StaticString, type: StaticString)] = [
    ("png", "image/png"), ("jpg", "image/jpeg"), ("jpeg", "image/jpeg"), ("gif", "image/gif"),
    ("webp", "image/webp"), ("avif", "image/avif"), ("bmp", "image/bmp"),
    ("ico", "image/x-icon"), ("tiff", "image/tiff"), ("tif", "image/tiff"),
    ("heic", "image/heic"), ("mp4", "video/mp4"), ("m4v", "video/mp4"), ("webm", "video/webm"),
    ("ogv", "video/ogg"), ("mov", "video/quicktime"), ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"), ("oga", "audio/ogg"), ("ogg", "audio/ogg"), ("opus", "audio/ogg"),
    ("wav", "audio/wav"), ("flac", "audio/flac"), ("aac", "audio/aac"),
    ("pdf", "application/pdf"), ("zip", "application/zip"), ("gz", "application/gzip"),
    ("tar", "application/x-tar"), ("7z", "application/x-7z-compressed"),
    ("zst", "application/zstd"), ("woff", "font/woff"), ("woff2", "font/woff2"),
    ("ttf", "font/ttf"), ("otf", "font/otf"), ("json", "application/json"),
    ("txt", "text/plain; charset=utf-8"), ("text", "text/plain; charset=utf-8"),
    ("log", "text/plain; charset=utf-8"), ("md", "text/markdown; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"), ("vtt", "text/vtt; charset=utf-8"),
    ("srt", "text/plain; charset=utf-8"), ("glb", "model/gltf-binary"),
    ("bin", "application/octet-stream"), ("epub", "application/epub+zip"),
  ]

  /// The type for a file name by what follows its last dot, in any case; `nil` when the list has
  /// none.
  package static func type(forFileName name: Span<UInt8>) -> StaticString? {
    var dot = name.count
    while dot > 0, name[dot - 1] != ASCII.dot { dot -= 1 }
    guard dot > 1, dot < name.count else { return nil }
    let fileExtension = name.extracting(dot..<name.count)
    for entry in table where fileExtension.equalsIgnoringCase(entry.fileExtension) {
      return entry.type
    }
    return nil
  }

  /// The listed type that this text names, whatever its parameters; `nil` when it names none.
  ///
  /// What is printed is always the list's own spelling, never the caller's bytes.
  package static func canonical(_ type: Span<UInt8>) -> StaticString? {
    guard let range = MediaType.essence(of: type) else { return nil }
    let essence = type.extracting(range)
    for entry in table {
      let listed = entry.type.bytes
      let end = listed.firstIndex(of: ASCII.semicolon) ?? listed.count
      if listed.extracting(0..<end).equalsIgnoringCase(essence) { return entry.type }
    }
    return nil
  }
}
