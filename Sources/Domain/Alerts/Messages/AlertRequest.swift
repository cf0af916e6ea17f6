/// What is sent to a receiver over HTTP: always a POST of a JSON document.
package struct AlertRequest: Hashable, Sendable {
  /// Fields beside `Content-Type`, and the document.
  package var fields: [Field]
  package var body: [UInt8]

  /// A field line.
  package struct Field: Hashable, Sendable {
    package let name: String
    package let value: String
  }

  /// A request.
  package init(fields: [Field] = [], body: [UInt8]) {
    self.fields = fields
    self.body = body
  }
}
