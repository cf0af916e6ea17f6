package import HTTP

/// HTTP/1.1 (RFC 9112).
package struct HTTP1Machine: ConnectionMachine {
  private var parser = RequestParser()

  package init() {}

  package mutating func nextHead(
    _ bytes: Span<UInt8>, into head: RequestHead, limits: RequestLimits
  ) -> ParseOutcome {
    parser.parse(bytes, into: head, limits: limits)
  }

  package var isMidHead: Bool { parser.isMidHead }
}
