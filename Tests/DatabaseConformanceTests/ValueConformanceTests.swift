import Persistence
import Testing

/// What goes in comes out, and never becomes part of a statement.
@Suite struct ValueConformanceTests {
  private static let integers: [Int64] = [0, 1, -1, .max, .min, 1 << 53 + 1]
  private static let reals: [Double] = [
    0, 0.1, -2.5e-300, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, -.infinity,
    1e15,
  ]
  private static let texts = [
    "", "plain", "it's \"quoted\"", "наш 🦭 e\u{301}", "a\r\n\t\u{1}\u{7f}", "\\x41", "NULL",
    String(repeating: "0123456789", count: 20_000),
  ]
  private static let byteStrings: [[UInt8]] = [
    [], [0], [0, 0, 0], Array(0...255), Array("\\x00".utf8), Array(repeating: 0xab, count: 200_000),
  ]

  private static let table: SQL = """
    CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY, i BIGINT, r DOUBLE PRECISION, t TEXT, b BYTEA)
    """

  @Test(arguments: DatabaseUnderTest.allCases)
  func `every value comes back as it was`(kind: DatabaseUnderTest) async throws {
    try await kind.with { database in
      try await database.execute(Self.table)
      for index in 0..<8 {
        let (i, r) = (Self.integers[index % Self.integers.count], Self.reals[index])
        let (t, b) = (Self.texts[index], Self.byteStrings[index % Self.byteStrings.count])
        try await database.execute(
          "INSERT INTO things (id, i, r, t, b) VALUES (\(index), \(i), \(r), \(t), \(b))")
        let row = try #require(
          try await database.first("SELECT i, r, t, b FROM things WHERE id = \(index)"))
        #expect(try row.value("i", as: Int64.self) == i)
        #expect(try row.value("r", as: Double.self) == r)
        #expect(try row.value("t", as: String.self) == t)
        #expect(try row.value("b", as: [UInt8].self) == b)
      }
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `nothing comes back as nothing, and true as true`(kind: DatabaseUnderTest) async throws {
    try await kind.with { database in
      try await database.execute(Self.table)
      let (i, t) = (nil as Int64?, nil as String?)
      try await database.execute(
        """
        INSERT INTO things (id, i, r, t, b)
        VALUES (1, \(i), \(nil as Double?), \(t), \(nil as [UInt8]?)), (2, \(true), 5, \(""), NULL)
        """)
      let rows = try await database.query("SELECT i, r, t, b FROM things ORDER BY id")
      #expect(rows[0].values == [.null, .null, .null, .null])
      #expect(try rows[1].value("i", as: Bool.self))
      #expect(try rows[1].value("r", as: Double.self) == 5)
      #expect(try rows[1].value("t", as: String?.self) == "")
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `what looks like SQL stays data`(kind: DatabaseUnderTest) async throws {
    let attempts = [
      "'; DROP TABLE things; --", "' OR '1'='1", "$1", "$2", "?1", "\\'; DELETE FROM things; --",
      "1); DELETE FROM things; --", "/* */", "\u{2019} OR 1=1", "%_\\",
    ]
    try await kind.with { database in
      try await database.execute(Self.table)
      for (index, attempt) in attempts.enumerated() {
        try await database.execute("INSERT INTO things (id, t) VALUES (\(index), \(attempt))")
        let found = try await database.query("SELECT id FROM things WHERE t = \(attempt)")
        #expect(try found.map { try $0.value("id", as: Int.self) } == [index])
      }
      let count = try await database.first("SELECT COUNT(*) AS n FROM things")
      #expect(try count?.value("n", as: Int.self) == attempts.count)
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `a text with a NUL is refused in the same way`(kind: DatabaseUnderTest) async throws {
    try await kind.with { database in
      let failure = await failureOf { _ = try await database.query("SELECT \("a\0b")") }
      #expect(failure?.code == .invalidValue)
      #expect(failure?.message.contains("a\0b") == false)
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `lists, rows, upserts and returned rows work`(kind: DatabaseUnderTest) async throws {
    try await kind.with { database in
      try await database.execute(Self.table)
      let rows: [[any DatabaseConvertible]] = [[1, "one"], [2, "two"], [3, "three"]]
      #expect(
        try await database.execute("INSERT INTO things (id, t) VALUES \(rows: rows)") == 3)
      let back = try await database.query(
        """
        INSERT INTO things (id, t) VALUES (\(2), \("zwei"))
        ON CONFLICT (id) DO UPDATE SET t = excluded.t, i = COALESCE(things.i, 0) + 1
        RETURNING id, t, i
        """)
      #expect(back.map(\.values) == [[.integer(2), .text("zwei"), .integer(1)]])
      let some = try await database.query(
        "SELECT t FROM things WHERE id IN \(list: [1, 2, 9]) ORDER BY id")
      #expect(try some.map { try $0.value(at: 0, as: String.self) } == ["one", "zwei"])
      #expect(
        try await database.query("SELECT t FROM things WHERE id IN \(list: [] as [Int])") == [])
      let sum = try await database.first("SELECT CAST(SUM(id) AS BIGINT) AS s FROM things")
      #expect(try sum?.value("s", as: Int.self) == 6)
      #expect(try await database.execute("DELETE FROM things WHERE id > \(1)") == 2)
      #expect(try await database.execute("DELETE FROM things WHERE id > \(1)") == 0)
    }
  }
}
