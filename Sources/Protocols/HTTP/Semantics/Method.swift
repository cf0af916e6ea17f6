import Bytes

/// The request methods that have a name here (RFC 9110 §9, RFC 5789).
@usableFromInline package enum Method: UInt8, CaseIterable, Sendable {
  case get, head, post, put, delete, options, patch, connect, trace
  /// A token that is none of the above; the head keeps where it lies.
  case other

  /// The method's token; empty for `other`.
  package var name: StaticString {
    switch self {
    case .get: "GET"
    case .head: "HEAD"
    case .post: "POST"
    case .put: "PUT"
    case .delete: "DELETE"
    case .options: "OPTIONS"
    case .patch: "PATCH"
    case .connect: "CONNECT"
    case .trace: "TRACE"
    case .other: ""
    }
  }

  /// Whether the method is defined as safe (RFC 9110 §9.2.1).
  package var isSafe: Bool {
    switch self {
    case .get, .head, .options, .trace: true
    default: false
    }
  }

  /// The method whose token these bytes are, letter for letter: methods are case-sensitive.
  package init(token: Span<UInt8>) {
    for method in Method.allCases where method != .other && token.equals(method.name) {
      self = method
      return
    }
    self = .other
  }
}
