internal import PostgreSQLDatabase
internal import SQLiteDatabase
package import Settings

/// Where what lasts is kept, and within which limits.
package struct DatabaseSettings: SettingsSection {
  package static let section = "database"

  /// Where it is, and whether its schema is brought forward at start.
  package var url: DatabaseAddress?
  package var migratesAtStart: Bool
  /// How many connections there are, who may wait for one, and how long.
  package var connectionsMax: Int
  package var waitersMax: Int
  package var waitTimeout: Duration
  package var connectTimeout: Duration
  /// How long statements, transactions and connections may last.
  package var statementTimeout: Duration
  package var transactionTimeout: Duration
  package var connectionAgeMax: Duration

  package init(reading reader: inout SettingsReader) {
    url = reader.value(
      "url", default: DatabaseAddress?.none,
      "Where the database is: postgres://… (CockroachDB too; TLS by its sslmode) or sqlite:PATH; "
        + "none means floe.sqlite in the data directory.", secret: true)
    migratesAtStart = reader.value(
      "migrate", default: true,
      "Whether floe serve runs pending migrations; without, it does not start while there are any.")
    connectionsMax = reader.value(
      "connections_max", default: 8,
      "Connections to the server; of a file, those that read beside the one that writes.",
      range: 1...256)
    waitersMax = reader.value(
      "waiters_max", default: 1000, "Requests that may wait for a connection; past it 503.",
      range: 1...100_000)
    waitTimeout = reader.value(
      "wait_timeout", default: Duration.seconds(5), "How long a request waits for a connection.")
    connectTimeout = reader.value(
      "connect_timeout", default: Duration.seconds(5), "How long a connection may take to be made.")
    statementTimeout = reader.value(
      "statement_timeout", default: Duration.seconds(10), "How long a statement may run.")
    transactionTimeout = reader.value(
      "transaction_timeout", default: Duration.seconds(15),
      "How long a transaction may last from its beginning to its end.")
    connectionAgeMax = reader.value(
      "connection_age_max", default: Duration.seconds(1800),
      "How old a connection to the server becomes before it is replaced.")
  }

  /// The limits in the terms of the adapter of a server.
  func server(_ url: String) -> PostgreSQLSettings {
    var settings = PostgreSQLSettings(url: url)
    settings.connectionsMax = connectionsMax
    settings.waitersMax = waitersMax
    settings.waitTimeout = waitTimeout
    settings.connectTimeout = connectTimeout
    settings.statementTimeout = statementTimeout
    settings.transactionTimeout = transactionTimeout
    settings.ageMax = connectionAgeMax
    return settings
  }

  /// The limits in the terms of the adapter of a file. More threads than a few do not read faster.
  func file(_ path: String) -> SQLiteSettings {
    var settings = SQLiteSettings(path: path)
    settings.readersMax = min(connectionsMax, 4)
    settings.waitersMax = waitersMax
    settings.waitTimeout = waitTimeout
    settings.busyTimeout = waitTimeout
    settings.statementTimeout = statementTimeout
    settings.transactionTimeout = transactionTimeout
    return settings
  }
}
