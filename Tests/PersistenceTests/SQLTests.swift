import Persistence
import Testing

/// Statements whose values never become text.
@Suite struct SQLTests {
  @Test func `values become parameters in their order`() {
    let name = "x'; DROP TABLE users; --"
    let sql: SQL =
      "SELECT id FROM users WHERE name = \(name) AND age > \(18) AND note = \(nil as String?)"
    #expect(sql.text == "SELECT id FROM users WHERE name = $1 AND age > $2 AND note = $3")
    #expect(sql.values == [.text(name), .integer(18), .null])
  }

  @Test func `a statement spliced into another has its parameters numbered on`() {
    let condition: SQL = "b = \(2) OR c = \("three")"
    let sql: SQL = "SELECT a FROM t WHERE a = \(1) AND (\(condition)) AND d = \(4.5)"
    #expect(sql.text == "SELECT a FROM t WHERE a = $1 AND (b = $2 OR c = $3) AND d = $4")
    #expect(sql.values == [.integer(1), .integer(2), .text("three"), .real(4.5)])
  }

  @Test func `lists and rows are bound value by value`() {
    let sql: SQL = "DELETE FROM t WHERE id IN \(list: [7, 8, 9])"
    #expect(sql.text == "DELETE FROM t WHERE id IN ($1, $2, $3)")
    let insert: SQL = "INSERT INTO t (a, b) VALUES \(rows: [[1, "x"], [2, nil as String?]])"
    #expect(insert.text == "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)")
    #expect(insert.values == [.integer(1), .text("x"), .integer(2), .null])
    let none: SQL = "SELECT a FROM t WHERE a IN \(list: [] as [Int])"
    #expect(none.text == "SELECT a FROM t WHERE a IN (NULL)")
  }

  @Test func `pieces are joined with a literal`() {
    let sql = SQL.joined(["a = \(1)", "b = \(true)"], by: " AND ")
    #expect(sql.text == "a = $1 AND b = $2")
    #expect(SQL.joined([], by: ", ").text == "")
  }

  @Test func `what not every database can keep is refused before it is sent`() {
    func code(_ sql: SQL) -> DatabaseFailure.Code? {
      do throws(DatabaseFailure) {
        try sql.validate()
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code("SELECT \("a\0b")") == .invalidValue)
    #expect(code("SELECT \(Double.nan)") == .invalidValue)
    #expect(code("SELECT \([UInt8](arrayLiteral: 0, 0))") == nil)
    #expect(code("SELECT 1 IN \(list: Array(0...SQL.valuesMax))") == .invalidValue)
  }
}
