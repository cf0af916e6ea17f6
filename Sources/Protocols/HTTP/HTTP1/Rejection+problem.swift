extension Rejection {
  /// The status to answer with.
  package var status: Status {
    switch self {
    case .versionNotSupported: .httpVersionNotSupported
    case .methodNotImplemented, .unknownTransferCoding: .notImplemented
    case .targetTooLong: .uriTooLong
    case .headTooLarge, .tooManyFields: .requestHeaderFieldsTooLarge
    case .unknownExpectation: .expectationFailed
    default: .badRequest
    }
  }

  /// The last part of the problem type's address.
  package var slug: StaticString {
    switch self {
    case .malformedRequestLine: "malformed-request-line"
    case .malformedTarget: "malformed-target"
    case .malformedVersion: "malformed-version"
    case .versionNotSupported: "version-not-supported"
    case .methodNotImplemented: "method-not-implemented"
    case .targetTooLong: "target-too-long"
    case .headTooLarge: "head-too-large"
    case .tooManyFields: "too-many-fields"
    case .bareLineFeed: "bare-line-feed"
    case .bareCarriageReturn: "bare-carriage-return"
    case .controlByte: "control-byte"
    case .leadingWhitespace: "leading-whitespace"
    case .foldedField: "folded-field"
    case .spaceBeforeColon: "space-before-colon"
    case .missingColon: "missing-colon"
    case .malformedFieldName: "malformed-field-name"
    case .missingHost: "missing-host"
    case .repeatedHost: "repeated-host"
    case .malformedHost: "malformed-host"
    case .malformedContentLength: "malformed-content-length"
    case .repeatedContentLength: "repeated-content-length"
    case .bothFramings: "both-framings"
    case .malformedTransferEncoding: "malformed-transfer-encoding"
    case .chunkedNotFinal: "chunked-not-final"
    case .chunkedRepeated: "chunked-repeated"
    case .unknownTransferCoding: "unknown-transfer-coding"
    case .transferEncodingInOldVersion: "transfer-encoding-in-old-version"
    case .unknownExpectation: "unknown-expectation"
    case .malformedChunkSize: "malformed-chunk-size"
    case .chunkTooLarge: "chunk-too-large"
    case .malformedChunkExtension: "malformed-chunk-extension"
    case .chunkExtensionTooLarge: "chunk-extension-too-large"
    case .malformedChunkEnd: "malformed-chunk-end"
    case .malformedTrailer: "malformed-trailer"
    case .trailersTooLarge: "trailers-too-large"
    }
  }

  /// What is wrong, for the one who sent it.
  package var sentence: StaticString {
    switch self {
    case .malformedRequestLine:
      "The request line is not a method, a target and a version separated by single spaces."
    case .malformedTarget: "The request target has no form that this method allows."
    case .malformedVersion: "The version is not HTTP/ followed by a digit, a dot and a digit."
    case .versionNotSupported: "Only HTTP/1.0 and HTTP/1.1 are spoken here."
    case .methodNotImplemented: "The method is not implemented here."
    case .targetTooLong: "The request target is longer than this server reads."
    case .headTooLarge: "The request head is larger than this server reads."
    case .tooManyFields: "The request has more fields than this server reads."
    case .bareLineFeed: "A line ends with LF alone; lines end with CR LF."
    case .bareCarriageReturn: "A CR is not followed by LF."
    case .controlByte: "The request head holds a control byte."
    case .leadingWhitespace: "White space stands before the first field."
    case .foldedField: "A field is folded over several lines."
    case .spaceBeforeColon: "White space stands between a field name and its colon."
    case .missingColon: "A field line has no colon."
    case .malformedFieldName: "A field name is empty or not a token."
    case .missingHost: "The Host field is missing."
    case .repeatedHost: "The Host field is repeated."
    case .malformedHost: "The host is not a name or address with an optional port."
    case .malformedContentLength: "Content-Length is not a decimal number of bytes."
    case .repeatedContentLength: "Content-Length is repeated."
    case .bothFramings: "Both Transfer-Encoding and Content-Length are present."
    case .malformedTransferEncoding: "Transfer-Encoding is not a list of coding names."
    case .chunkedNotFinal: "The last transfer coding is not chunked."
    case .chunkedRepeated: "The chunked coding is applied more than once."
    case .unknownTransferCoding: "A transfer coding is not implemented here."
    case .transferEncodingInOldVersion: "Transfer-Encoding is not part of HTTP/1.0."
    case .unknownExpectation: "The expectation is not 100-continue."
    case .malformedChunkSize: "A chunk size is not a hexadecimal number."
    case .chunkTooLarge: "A chunk size exceeds 63 bits."
    case .malformedChunkExtension: "A chunk extension is not a name with an optional value."
    case .chunkExtensionTooLarge: "Chunk extensions are larger than this server reads."
    case .malformedChunkEnd: "The data of a chunk is not followed by CR LF."
    case .malformedTrailer: "A trailer line is not a field."
    case .trailersTooLarge: "The trailers are larger than this server reads."
    }
  }
}
