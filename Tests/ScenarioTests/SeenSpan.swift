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
      let document = try? JSONReader.read(request.body)
      return (document?["resourceSpans"]?.elements ?? [])
        .flatMap { $0["scopeSpans"]?.elements ?? [] }.flatMap { $0["spans"]?.elements ?? [] }
        .map(SeenSpan.init)
    }
  }

  private init(_ span: JSONValue) {
    name = span["name"]?.word ?? ""
    trace = span["traceId"]?.word ?? ""
    id = span["spanId"]?.word ?? ""
    parent = span["parentSpanId"]?.word
    state = span["traceState"]?.word
    var attributes: [String: String] = [:]
    for attribute in span["attributes"]?.elements ?? [] {
      guard let key = attribute["key"]?.word, let value = attribute["value"] else { continue }
      attributes[key] = value["stringValue"]?.word ?? value["intValue"]?.word ?? value.text
    }
    self.attributes = attributes
  }
}

extension JSONValue {
  fileprivate subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  fileprivate var elements: [JSONValue] {
    if case .array(let values) = self { values } else { [] }
  }

  fileprivate var word: String? {
    if case .string(let text) = self { text } else { nil }
  }
}
