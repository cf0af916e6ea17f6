internal import HTTP
package import JSON

/// The description of the interface as an OpenAPI 3.1 document, made of what the routes declare.
package struct OpenAPIDocument: Sendable {
  private let title: String
  private let version: String
  private let routes: [Route]
  private let problems: [ProblemType]

  /// A description of these routes, and of every problem that they may answer with.
  package init(title: String, version: String, routes: [Route], problems: [ProblemType] = []) {
    self.title = title
    self.version = version
    self.routes = routes
    self.problems = problems.sorted { $0.slug < $1.slug }
  }

  /// The document.
  package var json: JSONValue {
    [
      "openapi": "3.1.0",
      "info": ["title": .string(title), "version": .string(version)],
      "paths": .object(paths),
      "components": ["schemas": ["Problem": problemSchema]],
      "x-floe-problems": .array(problems.map(Self.entry)),
    ]
  }

  /// A problem as the catalogue has it.
  private static func entry(_ type: ProblemType) -> JSONValue {
    [
      "code": .string(type.slug), "page": .string(type.address),
      "status": .integer(Int64(type.status.code)), "title": .string(type.title),
      "source": .string(type.source.rawValue), "retryable": .bool(type.isRetryable),
      "advice": .string(type.advice),
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
    let signing = route.isSensitive ? " Signed where signing.required says so." : ""
    var members: [JSONValue.Member] = [
      .init("summary", .string(route.summary)),
      .init("description", .string("For \(route.access.summary).\(signing)")),
      .init("operationId", .string(Self.identifier(of: route))),
    ]
    if route.isSensitive { members.append(.init("x-floe-sensitive", true)) }
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
    if route.isSensitive { declared.append(Self.signature) }
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

  private static let signature = RouteParameter(
    .header, "X-Floe-Signature",
    "The signature of this request, as floe sign prints it, where signing.required wants one.",
    example: "key=ops;t=1764000000;nonce=…;v1=…")

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
      let text = types.map(Self.line).joined(separator: " ")
      members.append(.init(String(status.code), problemResponse(text)))
    }
    members.append(.init("default", problemResponse("Any other problem.")))
    return members
  }

  private static func line(_ type: ProblemType) -> String {
    "\(type.title) (`\(type.slug)`, \(type.source.rawValue)"
      + (type.isRetryable ? ", may be sent again)." : ").")
  }

  private static func problemResponse(_ text: String) -> JSONValue {
    [
      "description": .string(text),
      "content": [
        "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
      ],
    ]
  }

  private var problemSchema: JSONValue {
    var code: [JSONValue.Member] = [
      .init("type", "string"),
      .init("description", "The last part of the type, which never changes."),
    ]
    if !problems.isEmpty { code.append(.init("enum", .array(problems.map { .string($0.slug) }))) }
    return [
      "type": "object",
      "required": [
        "type", "title", "status", "instance", "code", "source", "retryable",
      ],
      "properties": [
        "type": ["type": "string", "format": "uri-reference"],
        "title": ["type": "string"],
        "status": ["type": "integer"],
        "detail": ["type": "string"],
        "instance": [
          "type": "string", "description": "The id of the request, which the log has too.",
        ],
        "code": .object(code),
        "source": [
          "type": "string",
          "enum": .array(Problem.Source.allCases.map { .string($0.rawValue) }),
          "description": "Whose fault it is: the client's, this edge's, or an upstream's.",
        ],
        "retryable": [
          "type": "boolean",
          "description": "Whether the same request may go well when it is sent again later.",
        ],
        "retryAfter": [
          "type": "integer", "description": "Seconds to wait before, as in Retry-After.",
        ],
      ],
    ]
  }
}
