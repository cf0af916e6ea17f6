/// One thing wrong with the settings, with everything needed to put it right.
package struct SettingsProblem: Error, Sendable, Hashable {
  /// What kind of mistake it is.
  package enum Kind: Sendable, Hashable {
    /// The value is not of the accepted form or outside the accepted range.
    case unacceptable
    /// No setting, command option or variable has this name.
    case unknownName
    /// A flag that needs a value has none, or a line cannot be read.
    case malformed
    /// A setting is given twice by one source, as itself and as a file.
    case ambiguous
    /// A value that must not be used outside development, or a missing one that must be given.
    case unsafe
    /// Settings that are fine one by one do not fit together.
    case relation
  }

  /// What kind of mistake it is.
  package let kind: Kind
  /// Where the value was given, when it was.
  package let source: SettingSource?
  /// The setting concerned, when it is known.
  package let key: String?
  /// The value as given; nil when there is none, when it is secret or when it may be.
  package let given: String?
  /// What is wrong and what is accepted instead.
  package let reason: String
  /// The existing name closest to an unknown one.
  package let nearest: String?

  /// Makes a problem; leave out `given` when the value may be secret.
  package init(
    _ kind: Kind, source: SettingSource? = nil, key: String? = nil, given: String? = nil,
    nearest: String? = nil, _ reason: String
  ) {
    self.kind = kind
    self.source = source
    self.key = key
    self.given = given
    self.nearest = nearest
    self.reason = reason
  }
}

extension SettingsProblem: CustomStringConvertible {
  /// One line: `FLOE_SERVER_PORT: "abc" is not a whole number (server.port)`.
  package var description: String {
    var line = ""
    if let source { line += "\(source): " }
    if let given { line += "\"\(oneLine(given))\" " }
    line += reason
    if let nearest { line += "; did you mean \(nearest)?" }
    if let key { line += " (\(key))" }
    return line
  }
}

/// The text cut to 128 characters with control characters shown as `?`, so that a value
/// cannot forge lines in an error message.
func oneLine(_ text: String) -> String {
  var line = ""
  for scalar in text.unicodeScalars.prefix(128) {
    line.unicodeScalars.append(scalar.properties.generalCategory == .control ? "?" : scalar)
  }
  return text.unicodeScalars.count > 128 ? line + "…" : line
}
