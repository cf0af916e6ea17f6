import Persistence
import TestSupport
import Testing

@testable import Console

/// `floe migrate`.
@Suite struct MigrateTests {
  private static let migrations = [
    Migration(
      id: "notes-0001", statements: ["CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY)"]),
    Migration(
      id: "notes-0002",
      statements: ["ALTER TABLE notes ADD COLUMN text TEXT", "CREATE INDEX n ON notes (text)"]),
  ]

  private func fixture(_ migrations: [Migration] = migrations) -> ConsoleFixture {
    var fixture = ConsoleFixture()
    fixture.variables = ["DATABASE_URL": "sqlite:\(fixture.directory("floe.sqlite"))"]
    fixture.commands = CommandTree(commands: [MigrateCommand(migrations: migrations)])
    return fixture
  }

  @Test func `what is pending is shown, then run, then listed with its time`() async {
    let fixture = fixture()
    let script = await fixture.run("migrate", "--dry-run")
    #expect(
      script.output == """
        -- notes-0001
        CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY);

        -- notes-0002
        ALTER TABLE notes ADD COLUMN text TEXT;
        CREATE INDEX n ON notes (text);

        """)
    let before = await fixture.run("migrate", "--status")
    #expect(before.output.split(separator: "\n").allSatisfy { $0.hasPrefix("pending ") })
    let run = await fixture.run("migrate")
    #expect(run.status == .succeeded, "\(run.errors)")
    #expect(run.output == "ran notes-0001\nran notes-0002\n")
    #expect(await fixture.run("migrate").output == "Nothing is pending.\n")
    let after = await fixture.run("migrate", "--status")
    let lines = after.output.split(separator: "\n")
    #expect(lines.count == 2)
    for line in lines {
      #expect(line.wholeMatch(of: /run 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ  notes-000[12]/) != nil)
    }
  }

  @Test func `a changed migration ends with 1 and a sentence`() async {
    var fixture = fixture()
    _ = await fixture.run("migrate")
    let changed = Migration(id: "notes-0001", statements: ["SELECT 1"])
    fixture.commands = CommandTree(
      commands: [MigrateCommand(migrations: [changed, Self.migrations[1]])])
    let outcome = await fixture.run("migrate", "--status")
    #expect(outcome.status == .failed)
    #expect(
      outcome.errors
        == "floe: these migrations were changed after they had been run: notes-0001\n")
  }

  @Test func `an address that is none is refused without being quoted`() async {
    var fixture = fixture()
    fixture.variables["DATABASE_URL"] = "mysql://root:hush@host/db"
    let outcome = await fixture.run("migrate")
    #expect(outcome.status == .misused)
    #expect(outcome.errors.contains("DATABASE_URL"))
    #expect(!outcome.errors.contains("hush"))
    let both = await self.fixture().run("migrate", "--status", "--dry-run")
    #expect(both.status == .misused)
  }
}
