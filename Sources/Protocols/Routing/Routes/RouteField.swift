package import JSON

/// A member of the JSON document that a route takes, as the description of the interface tells it.
package struct RouteField: Hashable, Sendable {
  /// The types of JSON Schema that a member may have.
  package enum FieldType: Hashable, Sendable {
    case string
    case integer
    case boolean
    /// A list of strings.
    case strings
    /// An object with these members.
    case object([RouteField])
  }

  /// What the member is called and what it is.
  package let name: String
  package let type: FieldType
  /// What it is for.
  package let sentence: String
  /// Whether it has to be there.
  package let isRequired: Bool

  /// A member.
  package init(_ name: String, _ type: FieldType, _ sentence: String, isRequired: Bool = false) {
    self.name = name
    self.type = type
    self.sentence = sentence
    self.isRequired = isRequired
  }

  /// The schema of an object with these members and no others.
  package static func schema(of fields: [RouteField]) -> JSONValue {
    var members: [JSONValue.Member] = [.init("type", "object")]
    let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { members.append(.init("required", .array(required))) }
    members.append(
      .init("properties", .object(fields.map { .init($0.name, .object($0.schemaMembers)) })))
    members.append(.init("additionalProperties", false))
    return .object(members)
  }

  private var schemaMembers: [JSONValue.Member] {
    let description = JSONValue.Member("description", .string(sentence))
    return switch type {
    case .string: [.init("type", "string"), description]
    case .integer: [.init("type", "integer"), description]
    case .boolean: [.init("type", "boolean"), description]
    case .strings: [.init("type", "array"), .init("items", ["type": "string"]), description]
    case .object(let fields):
      if case .object(let members) = Self.schema(of: fields) { members + [description] } else { [] }
    }
  }
}
