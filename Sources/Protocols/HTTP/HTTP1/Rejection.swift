/// Why a request's framing was refused: each answers with a status and closes the connection.
///
/// After any of these the position of the next request is unknown, so no peer may be given a
/// second interpretation of the bytes (RFC 9112 §11.2).
@usableFromInline package enum Rejection: UInt8, Error, CaseIterable, Sendable {
  case malformedRequestLine
  case malformedTarget
  case malformedVersion
  case versionNotSupported
  case methodNotImplemented
  case targetTooLong
  case headTooLarge
  case tooManyFields
  case bareLineFeed
  case bareCarriageReturn
  case controlByte
  case leadingWhitespace
  case foldedField
  case spaceBeforeColon
  case missingColon
  case malformedFieldName
  case missingHost
  case repeatedHost
  case malformedHost
  case malformedContentLength
  case repeatedContentLength
  case bothFramings
  case malformedTransferEncoding
  case chunkedNotFinal
  case chunkedRepeated
  case unknownTransferCoding
  case transferEncodingInOldVersion
  case unknownExpectation
  case malformedChunkSize
  case chunkTooLarge
  case malformedChunkExtension
  case chunkExtensionTooLarge
  case malformedChunkEnd
  case malformedTrailer
  case trailersTooLarge
}
