extension SettingsReport {
  /// The report for people: one line a setting, columns aligned, a note under a setting
  /// that more than one source set. What a reload takes over is marked.
  package var table: String {
    var lines = [
      ["SETTING", "VALUE", "FROM", "DEFAULT", "WHAT IT IS FOR (* takes new values on SIGHUP)"]
    ]
    var notes: [[String]] = [[]]
    for row in rows {
      lines.append([
        row.key.name, shown(row.value), row.source.description, shown(row.defaultValue),
        (row.key.isReloadable ? "* " : "") + row.key.sentence,
      ])
      notes.append(row.shadowed.map { "  also given and not used: \($0)" })
    }
    let widths = (0..<4).map { column in lines.map { $0[column].count }.max() ?? 0 }
    var text = ""
    for (line, note) in zip(lines, notes) {
      for column in 0..<4 {
        let cell = line[column]
        text += cell + String(repeating: " ", count: widths[column] - cell.count + 2)
      }
      text += line[4] + "\n"
      for each in note { text += each + "\n" }
    }
    return text
  }

  private func shown(_ value: String) -> String { value.isEmpty ? "(empty)" : oneLine(value) }
}
