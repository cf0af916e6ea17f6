/// What every line has that is written on behalf of one request, whoever writes it.
package struct LogScope: Sendable, Hashable {
  /// The request that the running task works for; nil beside requests.
  @TaskLocal package static var current: LogScope?

  /// The request's id.
  package let requestID: String
  /// The trace that the request is part of and its span there, in hexadecimal digits.
  package let traceID: String?
  package let spanID: String?

  /// The scope of a request.
  package init(requestID: String, traceID: String? = nil, spanID: String? = nil) {
    self.requestID = requestID
    self.traceID = traceID
    self.spanID = spanID
  }

  /// Names and values, in the order in which they are written.
  var members: [(key: StaticString, value: String)] {
    var members: [(key: StaticString, value: String)] = [("request_id", requestID)]
    if let traceID { members.append(("trace_id", traceID)) }
    if let spanID { members.append(("span_id", spanID)) }
    return members
  }
}
