internal import HTTP
package import JSON

/// The description of the interface as an OpenAPI 3.1 document, made of what the routes declare.
package struct OpenAPIDocument: Sendable {
  private let title: String
  private let version: String
  private let routes: [Route]

  /// A description of these routes.
  package init(title: String, version: String, routes: [Route]) {
    self.title = title
    self.version = version
    self.routes = routes
  }

  /// The document.
  package var json: JSONValue {
    [
      "openapi": "3.1.0",
      "info": ["title": .string(title), "version": .string(version)],
      "paths": .object(paths),
      "components": ["schemas": ["Problem": Self.problemSchema]],
    ]
  }

  private var paths: [JSONValue.Member] {
    var order: [String] = []
    var operations: [String: [JSONValue.Member]] = [:]
    for route in routes {
      let path = route.template.openAPIText
      if operations[path] == nil { order.append(path) }
      let method = "\(route.method.name)".lowercased()
      operations[path, default: []].append(.init(method, operation(route)))
    }
    return order.map { .init($0, .object(operations[$0] ?? [])) }
  }

  private func operation(_ route: Route) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("summary", .string(route.summary)),
      .init("description", .string("For \(route.access.summary).")),
      .init("operationId", .string(Self.identifier(of: route))),
    ]
    let parameters = Self.parameters(of: route)
    if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
    if route.bodyMax > 0 {
      members.append(
        .init(
          "requestBody",
          [
            "required": true,
            "description": .string("At most \(route.bodyMax) bytes."),
            "content": Self.content(of: route),
          ]))
    }
    members.append(.init("responses", .object(Self.responses(of: route))))
    return .object(members)
  }

  private static func content(of route: Route) -> JSONValue {
    guard !route.fields.isEmpty else { return ["application/octet-stream": ["schema": [:]]] }
    return ["application/json": ["schema": RouteField.schema(of: route.fields)]]
  }

  private static func identifier(of route: Route) -> String {
    let words = route.template.text.split { !($0.isLetter || $0.isNumber) }
    return "\(route.method.name)".lowercased()
      + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private static func parameters(of route: Route) -> [JSONValue] {
    var declared = route.parameters
    for name in route.template.parameterNames
    where !declared.contains(where: { $0.place == .path && $0.name == name }) {
      declared.insert(RouteParameter(.path, name, ""), at: 0)
    }
    if route.isKeyed { declared.append(Self.idempotencyKey) }
    return declared.map { parameter in
      var members: [JSONValue.Member] = [
        .init("name", .string(parameter.name)), .init("in", .string(parameter.place.rawValue)),
        .init("required", .bool(parameter.place == .path)),
        .init("schema", ["type": .string(parameter.type)]),
      ]
      if !parameter.sentence.isEmpty {
        members.append(.init("description", .string(parameter.sentence)))
      }
      if let example = parameter.example { members.append(.init("example", .string(example))) }
      return .object(members)
    }
  }

  private static let idempotencyKey = RouteParameter(
    .header, "Idempotency-Key",
    "A string in quotes, new for each thing to do: a request that is sent again with it is not "
      + "carried out again.", example: "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"")

  private static func responses(of route: Route) -> [JSONValue.Member] {
    var members = route.answers.map { answer -> JSONValue.Member in
      var description: [JSONValue.Member] = [.init("description", .string(answer.sentence))]
      if let type = answer.contentType {
        description.append(.init("content", .object([.init(type, [:])])))
      }
      return .init(String(answer.status.code), .object(description))
    }
    let byStatus = Dictionary(grouping: route.problems, by: \.status)
    for (status, types) in byStatus.sorted(by: { $0.key.code < $1.key.code }) {
      let text = types.map { "\($0.title) (`\($0.slug)`)." }.joined(separator: " ")
      members.append(.init(String(status.code), problemResponse(text)))
    }
    members.append(.init("default", problemResponse("Any other problem.")))
    return members
  }

  private static func problemResponse(_ text: String) -> JSONValue {
    [
      "description": .string(text),
      "content": [
        "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
      ],
    ]
  }

  private static let problemSchema: JSONValue = [
    "type": "object",
    "required": ["type", "title", "status", "instance", "source"],
    "properties": [
      "type": ["type": "string", "format": "uri-reference"],
      "title": ["type": "string"],
      "status": ["type": "integer"],
      "detail": ["type": "string"],
      "instance": ["type": "string", "description": "The id of the request."],
      "source": ["type": "string", "enum": ["client", "floe", "upstream"]],
    ],
  ]
}
