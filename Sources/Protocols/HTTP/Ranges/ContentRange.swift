import Bytes

/// The value of a Content-Range field (RFC 9110 §14.4).
@usableFromInline package enum ContentRange {
  /// The most bytes a value takes: `bytes `, three numbers of 20 digits, `-` and `/`.
  package static var byteCountMax: Int { 68 }

  /// Appends `bytes first-last/size`. Traps when it does not fit.
  package static func print(
    _ range: ByteRange, size: UInt64, into output: inout OutputSpan<UInt8>
  ) {
    output.append("bytes ")
    output.append(decimal: range.first)
    output.append(ASCII.hyphen)
    output.append(decimal: range.last)
    output.append(ASCII.slash)
    output.append(decimal: size)
  }

  /// Appends `bytes */size`, for 416. Traps when it does not fit.
  package static func printUnsatisfied(size: UInt64, into output: inout OutputSpan<UInt8>) {
    output.append("bytes */")
    output.append(decimal: size)
  }
}
