import JSON
import TestSupport

/// A span as a receiver of OTLP was sent it.
struct SeenSpan {
  let name: String
  let trace: String
  let id: String
  let parent: String?
  let state: String?
  /// Texts and numbers, as they were written.
  let attributes: [String: String]

  /// The spans of all requests to a receiver.
  static func all(_ received: [HTTPReceiver.Received]) -> [SeenSpan] {
    received.filter { $0.head.hasPrefix("POST /v1/traces ") }.flatMap { request in
      let document = (try? JSONReader.read(request.body)) ?? .null
      return document["resourceSpans"].array.flatMap { $0["scopeSpans"].array }
        .flatMap { $0["spans"].array }.map(SeenSpan.init)
    }
  }

  private init(_ span: JSONValue) {
    name = span["name"].string ?? ""
    trace = span["traceId"].string ?? ""
    id = span["spanId"].string ?? ""
    parent = span["parentSpanId"].string
    state = span["traceState"].string
    var attributes: [String: String] = [:]
    for attribute in span["attributes"].array {
      let value = attribute["value"]
      attributes[attribute["key"].string ?? ""] =
        value["stringValue"].string ?? value["intValue"].string ?? value.text
    }
    self.attributes = attributes
  }
}
