/// Where a value came from, in order of precedence.
package enum SettingSource: Sendable, Hashable {
  /// A flag of the command line: `--server-port`.
  case flag(String)
  /// A variable of the process environment, ours or an alias.
  case variable(String)
  /// A variable in a `.env` file, with the file's path and the line.
  case file(path: String, line: Int, variable: String)
  /// A file that holds nothing but a secret, and the variable that names it.
  indirect case secretFile(path: String, namedBy: SettingSource)
  /// The preset of an environment: `production`.
  case preset(String)
  /// Nobody gave a value.
  case standard
}

extension SettingSource: CustomStringConvertible {
  /// The source as operators call it: `--server-port`, `PORT`, `.env:3`, `preset production`.
  package var description: String {
    switch self {
    case .flag(let name): name
    case .variable(let name): name
    case .file(let path, let line, let variable): "\(variable) (\(path):\(line))"
    case .secretFile(let path, let source): "\(source): \(path)"
    case .preset(let name): "preset \(name)"
    case .standard: "default"
    }
  }
}
