import Persistence
import Testing

@testable import PostgreSQLDatabase

/// Reading of addresses, which never end up in a message.
@Suite struct ServerTargetTests {
  @Test(arguments: [
    "mysql://user:hunter22@host/db", "postgres://user:hunter%zz22@host/db", "hunter22",
    "postgres://user:hunter22@host/db?nonsense=1", "host=localhost password=hunter22",
  ])
  func `what is no address of PostgreSQL is refused without being quoted`(url: String) {
    do throws(DatabaseFailure) {
      _ = try ServerTarget(url: url)
      Issue.record("it was taken")
    } catch {
      #expect(error.code == .unusable)
      #expect(!"\(error)".contains("hunter"))
    }
  }

  @Test func `hosts are found, and what needs no lookup is known`() throws {
    let target = try ServerTarget(url: "postgresql://u:p@a.example,10.0.0.1:5433/db")
    #expect(target.hosts == ["a.example", "10.0.0.1"])
    #expect(target.password == "p")
    #expect(!HostLookup.isPlain("a.example"))
    for host in ["10.0.0.1", "::1", "/run/postgresql", ""] { #expect(HostLookup.isPlain(host)) }
    #expect(try ServerTarget(url: "postgres://x/db?hostaddr=10.0.0.1").hosts == [])
  }

  @Test func `a password that a message quotes is taken out`() {
    let failure = DatabaseFailure(
      connecting: "could not use \"hunter22\"\nreally\n", secret: "hunter22")
    #expect(failure.message == "could not use \"…\"; really")
    #expect(failure.code == .unavailable)
  }

  @Test func `statements are prepared the second time they come, up to a limit`() {
    var prepared = PreparedStatements(limit: 1)
    let (first, second) = (
      PreparedStatements.Key(text: "SELECT $1", types: [20]),
      PreparedStatements.Key(text: "SELECT $1", types: [25])
    )
    #expect(prepared.way(for: first) == .plain)
    guard case .prepare(let name) = prepared.way(for: first) else {
      Issue.record("it is not prepared")
      return
    }
    prepared.isPrepared(first, as: name)
    #expect(prepared.way(for: first) == .prepared(name))
    #expect(prepared.way(for: second) == .plain)
    #expect(prepared.way(for: second) == .plain)
  }
}
