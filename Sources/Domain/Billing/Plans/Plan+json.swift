package import JSON
internal import Routing

extension Plan {
  /// The most that any number of a plan may be: sums of a month stay far from the end of `Int64`.
  package static let numberMax: Int64 = 1_000_000_000_000_000
  /// The most cents that a month or a gigabyte may cost: ten million dollars.
  package static let centsMax: Int64 = 1_000_000_000

  /// The plan as a document: what `GET /users/plans` shows and what the file of plans holds.
  package var json: JSONValue {
    [
      "name": .string(name), "title": .string(title), "priceCents": .integer(priceCents),
      "requestsPerMinute": .integer(requestsPerMinute), "requestsPerDay": .integer(requestsPerDay),
      "requestsPerMonth": .integer(requestsPerMonth), "bytesPerMonth": .integer(bytesPerMonth),
      "overageCentsPerGB": overageCentsPerGB.map { .integer($0) } ?? .null,
      "softLimits": .bool(isSoft), "features": .array(features.map { .string($0) }),
      "permissions": .array(permissions.names.map { .string($0) }),
    ]
  }

  /// The plan of a document.
  ///
  /// - Parameter pointer: where it stands in what is read.
  /// - Throws: everything that is wrong with it.
  package init(_ document: JSONValue, at pointer: String = "") throws(InvalidFields) {
    var fields = FieldReader(document, at: pointer)
    name = fields.string("name", length: 1...32) { text in
      text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        ? nil : "Lower-case letters, digits and hyphens are wanted here."
    }
    title = fields.string("title", length: 1...64)
    priceCents = fields.integer("priceCents", in: 0...Self.centsMax)
    requestsPerMinute = fields.integer("requestsPerMinute", in: 1...1_000_000_000)
    requestsPerDay = fields.integer("requestsPerDay", in: 1...Self.numberMax)
    requestsPerMonth = fields.integer("requestsPerMonth", in: 1...Self.numberMax)
    bytesPerMonth = fields.integer("bytesPerMonth", in: 1...Self.numberMax)
    overageCentsPerGB = fields.optionalInteger("overageCentsPerGB", in: 0...Self.centsMax)
    isSoft = fields.bool("softLimits", default: false)
    features = fields.optionalStrings("features", countMax: 32, length: 1...200) ?? []
    let names =
      fields.optionalStrings("permissions", countMax: 8, length: 1...32) { name in
        Permission(name: name).map { $0 != .admin } ?? false
          ? nil : "This is no permission that a plan can give."
      } ?? []
    permissions = names.compactMap(Permission.init(name:)).reduce(into: []) { $0.formUnion($1) }
    try fields.finish()
  }
}
