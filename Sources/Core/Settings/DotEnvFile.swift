/// The variables of a `.env` file.
///
/// A line is `NAME=value`, optionally after `export`. Values may stand in single quotes
/// (taken as they are) or double quotes (`\n`, `\r`, `\t`, `\"`, `\\` and `\$` are
/// escapes); both may span lines. `#` starts a comment at the start of a line, after a
/// blank in a plain value, and after a closing quote. Nothing is interpolated. When a
/// name occurs twice the later line wins.
package struct DotEnvFile: Sendable {
  /// The largest file that is read, in bytes.
  package static let sizeMax = 64 * 1024

  /// Where the file was read from, for messages.
  package let path: String
  /// Name → value and the line that it starts on.
  package private(set) var entries: [String: (value: String, line: Int)] = [:]
  /// The lines that cannot be read. Whoever loads settings reports them with everything else
  /// that is wrong.
  package private(set) var problems: [SettingsProblem] = []

  /// Takes a file's text apart, except for what `problems` tells of.
  package init(text: String, path: String = ".env") {
    self.path = path
    var scanner = DotEnvScanner(text: text, path: path)
    while true {
      do {
        guard let entry = try scanner.next() else { break }
        entries[entry.name] = (entry.value, entry.line)
      } catch {
        problems.append(error)
        scanner.skipLine()
      }
    }
  }

  /// Takes a file's text apart; throws every line that cannot be read.
  package init(parsing text: String, path: String = ".env") throws(SettingsFailure) {
    self.init(text: text, path: path)
    if !problems.isEmpty { throw SettingsFailure(problems) }
  }
}
