internal import Bytes
internal import HTTP

/// The parameters of a query, decoded and read strictly: what a route does not know, what is
/// given twice and what is malformed is refused instead of being passed over.
package struct QueryParameters: Sendable {
  private var values: [String: String] = [:]

  /// The parameters of a request's query.
  ///
  /// - Parameter names: those that the route knows.
  /// - Throws: a `malformed-query` problem that names what is wrong.
  package init(of request: Request, knowing names: [String]) throws(Problem) {
    let bytes = request.bytes.span
    guard let query = request.head.query(in: bytes) else { return }
    var items = QueryItems(query)
    while let item = items.next() {
      let name = try Self.decode(query.extracting(item.name))
      let value = try Self.decode(query.extracting(item.value))
      guard names.contains(name) else {
        throw Self.problem("The parameter \(Self.quoted(name)) is not known here.")
      }
      guard values.updateValue(value, forKey: name) == nil else {
        throw Self.problem("The parameter \(name) is given twice.")
      }
    }
  }

  /// The value of a parameter, or nil when it is not given.
  package subscript(name: String) -> String? { values[name] }

  /// The value of a parameter that is true or false.
  package func bool(_ name: String) throws(Problem) -> Bool? {
    guard let text = values[name] else { return nil }
    guard text == "true" || text == "false" else {
      throw Self.problem("The parameter \(name) is neither true nor false.")
    }
    return text == "true"
  }

  /// The value of a parameter that is a whole number.
  package func integer(_ name: String, in range: ClosedRange<Int64>) throws(Problem) -> Int64? {
    guard let text = values[name] else { return nil }
    guard text.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int64(text),
      range.contains(value)
    else {
      throw Self.problem(
        "The parameter \(name) is no whole number from \(range.lowerBound) to \(range.upperBound).")
    }
    return value
  }

  /// A `malformed-query` problem.
  package static func problem(_ detail: String) -> Problem {
    Problem(RoutingProblems.malformedQuery, detail: detail)
  }

  private static func decode(_ text: Span<UInt8>) throws(Problem) -> String {
    let bytes: [UInt8]
    do throws(TargetFault) {
      bytes = try [UInt8](capacity: text.count) { output throws(TargetFault) in
        try PercentEncoding.decode(text, into: &output, refusing: .controls, plusIsSpace: true)
      }
    } catch {
      throw problem("\(error.sentence)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw problem("The query is not UTF-8.")
    }
    return text
  }

  private static func quoted(_ name: String) -> String { "'\(name.prefix(40))'" }
}
