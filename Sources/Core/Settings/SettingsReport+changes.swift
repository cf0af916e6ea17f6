extension SettingsReport {
  /// The settings whose values differ from those of another report of the same settings.
  package func changes(since earlier: SettingsReport) -> [Row] {
    let known = Dictionary(uniqueKeysWithValues: earlier.rows.map { ($0.key.name, $0.fingerprint) })
    return rows.filter { known[$0.key.name] != $0.fingerprint }
  }

  /// What is in force once the reloadable settings of a newer report are: the others stay.
  package func reloaded(from newer: SettingsReport) -> SettingsReport {
    SettingsReport(rows: rows.map { $0.key.isReloadable ? newer[$0.key.name] ?? $0 : $0 })
  }
}
