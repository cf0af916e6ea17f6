import Persistence
import Testing

/// Reading of rows with checks.
@Suite struct RowTests {
  private enum Plan: String, DatabaseConvertible { case free, paid }

  private let row = Row(
    columns: ["id", "name", "plan", "gone", "ratio"],
    values: [.integer(7), .text("walrus"), .text("paid"), .null, .real(0.5)])

  @Test func `values come back as the types that are asked for`() throws {
    #expect(try row.value("id", as: Int.self) == 7)
    #expect(try row.value("name", as: String.self) == "walrus")
    #expect(try row.value("plan", as: Plan.self) == .paid)
    #expect(try row.value("gone", as: Int?.self) == nil)
    #expect(try row.value("id", as: Int?.self) == 7)
    #expect(try row.value(at: 4, as: Double.self) == 0.5)
  }

  @Test func `another type, a missing value and a missing column are failures that show no value`()
  {
    func check<Value: DatabaseConvertible>(_ column: String, as type: Value.Type) {
      do {
        _ = try row.value(column, as: type)
        Issue.record("\(column) was read")
      } catch {
        #expect(error.code == .unexpectedShape)
        #expect(!error.message.contains("walrus"))
      }
    }
    check("name", as: Int.self)
    check("name", as: Plan.self)
    check("gone", as: Int.self)
    check("id", as: Bool.self)
    check("missing", as: Int.self)
    #expect(throws: DatabaseFailure.self) { try row.value(at: 9, as: Int.self) }
  }

  @Test(arguments: [
    ("23505", DatabaseFailure.Code.uniqueViolation(constraint: "users_email_key")),
    ("40001", .serializationFailure), ("40P01", .serializationFailure), ("57014", .timedOut),
    ("08006", .unavailable), ("57P01", .unavailable), ("53300", .overloaded),
    ("42601", .syntax), ("42P01", .undefinedTable), ("XX000", .other),
  ])
  func `an SQLSTATE has its code`(state: String, code: DatabaseFailure.Code) {
    #expect(DatabaseFailure.Code(sqlState: state, constraint: "users_email_key") == code)
  }
}
