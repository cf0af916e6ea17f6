internal import Bytes
internal import Capabilities
package import JSON
package import Routing

extension TokenTerms {
  private static let blocksMax = 32
  private static let nameLength = 1...100

  /// The terms that a request asks for.
  ///
  /// - Parameters:
  ///   - granter: what who asks may do, and so may give.
  ///   - lifetimeMax: how far the end may lie ahead, in seconds.
  /// - Throws: everything that is wrong.
  package init(
    reading document: JSONValue, granter: Permission, now: Int64, lifetimeMax: Int64
  ) throws(InvalidFields) {
    var fields = FieldReader(document)
    name = Self.name(&fields) ?? ""
    if !fields.has("name") { fields.refuse("name", "This is required.") }
    permissions = Self.permissions(&fields, granter: granter) ?? []
    if !fields.has("permissions") { fields.refuse("permissions", "This is required.") }
    expiresAt = Self.expiry(&fields, now: now, lifetimeMax: lifetimeMax)
    addresses = Self.addresses(&fields) ?? []
    limits = TokenLimits.read(&fields)
    try fields.finish()
  }

  /// These terms as a request changes them: another name, and nothing wider than before.
  ///
  /// - Throws: everything that is wrong.
  package func narrowed(by document: JSONValue, now: Int64) throws(InvalidFields) -> TokenTerms {
    var fields = FieldReader(document)
    var terms = self
    if let name = Self.name(&fields) { terms.name = name }
    if let permissions = Self.permissions(&fields, granter: permissions) {
      terms.permissions = permissions
    }
    if let end = Self.expiry(&fields, now: now, lifetimeMax: .max / 2) {
      if let expiresAt, end > expiresAt {
        fields.refuse("expiresAt", "A token's end can be brought forward, not put off.")
      }
      terms.expiresAt = end
    }
    if let blocks = Self.addresses(&fields) {
      for (index, block) in blocks.enumerated()
      where !addresses.isEmpty && !addresses.contains(where: { $0.contains(block) }) {
        fields.refuse("addresses", "Block \(index) does not lie in those that are allowed now.")
      }
      if blocks.isEmpty && !addresses.isEmpty {
        fields.refuse("addresses", "An empty list would allow every address.")
      }
      terms.addresses = blocks
    }
    if let asked = TokenLimits.read(&fields) {
      // What is left out stays as it was.
      if !TokenLimits.isTighter(Self.filled(asked, from: limits), than: limits ?? Allowance()) {
        fields.refuse("limits", "A token's limits can be lowered, not raised.")
      }
      terms.limits = Self.filled(asked, from: limits)
    }
    try fields.finish()
    return terms
  }

  /// The members as the description of the interface tells them.
  package static func fields(isNew: Bool) -> [RouteField] {
    [
      RouteField("name", .string, "What its owner calls it.", isRequired: isNew),
      RouteField("permissions", .strings, "What it may be used for.", isRequired: isNew),
      RouteField("expiresAt", .string, "When it ends (RFC 3339), in the future."),
      RouteField("addresses", .strings, "Blocks of addresses that it may come from (CIDR)."),
      TokenLimits.field,
    ]
  }

  private static func name(_ fields: inout FieldReader) -> String? {
    fields.optionalString("name", length: nameLength) { name in
      name.unicodeScalars.contains { $0.properties.generalCategory == .control }
        ? "No control characters are wanted here." : nil
    }
  }

  private static func permissions(
    _ fields: inout FieldReader, granter: Permission
  ) -> Permission? {
    let names = fields.optionalStrings("permissions", countMax: 16, length: 1...32) { name in
      guard let permission = Permission(name: name) else {
        return "This is no permission; there are "
          + Permission.named.map(\.name).joined(separator: ", ") + "."
      }
      return granter.allows(permission) ? nil : "This is not yours to give."
    }
    guard let names else { return nil }
    if names.isEmpty { fields.refuse("permissions", "At least one permission is wanted here.") }
    return names.compactMap(Permission.init(name:)).reduce(into: []) { $0.formUnion($1) }
  }

  private static func expiry(
    _ fields: inout FieldReader, now: Int64, lifetimeMax: Int64
  ) -> Int64? {
    let text = fields.optionalString("expiresAt", length: 1...64) { text in
      guard let moment = Timestamp(text) else {
        return "A moment such as 2030-12-31T23:59:59Z (RFC 3339) is wanted here."
      }
      if moment.seconds <= now { return "This is past." }
      return moment.seconds - now > lifetimeMax ? "This is too far ahead." : nil
    }
    return text.flatMap { Timestamp($0)?.seconds }
  }

  private static func addresses(_ fields: inout FieldReader) -> [AddressBlock]? {
    fields.optionalStrings("addresses", countMax: blocksMax, length: 2...49) { text in
      AddressBlock(text) == nil
        ? "An address or a block such as 192.0.2.0/24 or 2001:db8::/32 is wanted here." : nil
    }?.compactMap { AddressBlock($0) }
  }

  private static func filled(_ new: Allowance, from old: Allowance?) -> Allowance {
    Allowance(
      requestsPerMinute: new.requestsPerMinute ?? old?.requestsPerMinute,
      requestsPerDay: new.requestsPerDay ?? old?.requestsPerDay,
      requestsPerMonth: new.requestsPerMonth ?? old?.requestsPerMonth,
      bytesPerMonth: new.bytesPerMonth ?? old?.bytesPerMonth)
  }
}
