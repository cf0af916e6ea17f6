/// A response as it came over the wire, parsed with as little judgement as a test can bear.
package struct RawResponse: Sendable, Equatable {
  /// The status code.
  package var status: Int

  /// The reason phrase.
  package var reason: String

  /// The fields in the order in which they came, names as they were spelt.
  package var fields: [Field]

  /// The body, chunks already joined.
  package var body: [UInt8]

  /// One field line.
  package struct Field: Sendable, Equatable {
    /// The name as it was spelt.
    package var name: String

    /// The value without the white space around it.
    package var value: String
  }

  /// The value of the first field with this name, in any case of letters.
  package subscript(_ name: String) -> String? { values(of: name).first }

  /// The values of all fields with this name, in any case of letters.
  package func values(of name: String) -> [String] {
    fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }

  /// The body as text.
  package var text: String { String(decoding: body, as: UTF8.self) }
}
