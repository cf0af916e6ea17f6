import HTTP
import JSON

/// The answer to a request of a test.
package struct SentAnswer: Sendable {
  package let status: Int
  package let fields: HTTPFields
  package let content: [UInt8]

  /// The content as a document; null where there is none.
  package var document: JSONValue { (try? JSONReader.read(content)) ?? .null }

  /// The slug of the problem that it reports.
  package var problem: String? {
    document["type"].string.map { String($0.dropFirst("/problems/".count)) }
  }

  /// The pointers of the members that were wrong.
  package var pointers: [String] { document["errors"].array.compactMap { $0["pointer"].string } }
}
