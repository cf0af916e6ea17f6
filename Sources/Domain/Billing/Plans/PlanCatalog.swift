package import JSON

/// The plans that are offered, in the order in which they are shown.
package struct PlanCatalog: Hashable, Sendable {
  /// The most plans.
  package static let countMax = 32

  /// The plans; never empty, no name twice.
  package let plans: [Plan]

  /// A catalog of these plans, each with a name of its own.
  package init(_ plans: [Plan]) {
    precondition(!plans.isEmpty && Set(plans.map(\.name)).count == plans.count)
    self.plans = plans
  }

  /// The catalog of a document: an object with the member `plans`, a list.
  ///
  /// - Throws: everything that is wrong with any of the plans, or `JSONSyntaxError`.
  package init(reading content: [UInt8]) throws {
    var fields = FieldReader(try JSONReader.read(content))
    let list = fields.value("plans")
    guard case .array(let documents) = list, (1...Self.countMax).contains(documents.count) else {
      fields.refuse("plans", "A list of 1 to \(Self.countMax) plans is wanted here.")
      try fields.finish()
      throw InvalidFields([FieldFault("/plans", "There are no plans.")])
    }
    var faults: [FieldFault] = []
    var plans: [Plan] = []
    for (index, document) in documents.enumerated() {
      do throws(InvalidFields) {
        let plan = try Plan(document, at: "/plans/\(index)")
        if plans.contains(where: { $0.name == plan.name }) {
          faults.append(FieldFault("/plans/\(index)/name", "Another plan has this name."))
        }
        plans.append(plan)
      } catch {
        faults += error.faults
      }
    }
    do throws(InvalidFields) { try fields.finish() } catch { faults += error.faults }
    guard faults.isEmpty else { throw InvalidFields(faults) }
    self.init(plans)
  }

  /// The plan of this name, if it is offered.
  package subscript(name: String) -> Plan? { plans.first { $0.name == name } }

  /// The catalog as the document that it can be read from.
  package var json: JSONValue { ["plans": .array(plans.map(\.json))] }
}
