/// A set of content codings.
@usableFromInline package struct ContentCodings: OptionSet, Sendable {
  /// A bit for each coding, by its raw value.
  @usableFromInline package let rawValue: UInt8

  /// Makes a set from its bits.
  @usableFromInline package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Makes a set of one coding.
  package init(_ coding: ContentCoding) { rawValue = 1 << coding.rawValue }

  /// One coding alone, and all of them.
  package static let identity = ContentCodings(.identity)
  package static let gzip = ContentCodings(.gzip)
  package static let brotli = ContentCodings(.brotli)
  package static let zstd = ContentCodings(.zstd)
  package static let all: ContentCodings = [.identity, .gzip, .brotli, .zstd]
}
