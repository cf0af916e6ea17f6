/// Walks through the text of a `.env` file one variable at a time.
struct DotEnvScanner {
  private let text: [Unicode.Scalar]
  private let path: String
  private var position = 0
  private var line = 1

  init(text: String, path: String) {
    self.text = Array(text.unicodeScalars)
    self.path = path
    if self.text.first == "\u{FEFF}" { position = 1 }
  }

  /// The next variable, or nil at the end.
  mutating func next() throws(SettingsProblem) -> (name: String, value: String, line: Int)? {
    skipBlankLines()
    if position == text.count { return nil }
    let start = line
    var name = takeName()
    skipBlanks()
    if name == "export", peek != "=" {
      name = takeName()
      skipBlanks()
    }
    guard !name.isEmpty, peek == "=" else {
      throw problem(start, "is not of the form NAME=value")
    }
    position += 1
    skipBlanks()
    let value: String
    if let quote = peek, quote == "\"" || quote == "'" {
      value = try takeQuoted(quote, variable: name)
    } else {
      value = takePlain()
    }
    return (name, value, start)
  }

  /// Moves past the end of the current line.
  mutating func skipLine() {
    while let scalar = peek, scalar != "\n" { _ = (scalar, advance()) }
    advance()
  }

  private var peek: Unicode.Scalar? { position < text.count ? text[position] : nil }

  private mutating func advance() {
    guard let scalar = peek else { return }
    if scalar == "\n" { line += 1 }
    position += 1
  }

  private mutating func skipBlanks() {
    while let scalar = peek, scalar == " " || scalar == "\t" { position += 1 }
  }

  private mutating func skipBlankLines() {
    while let scalar = peek {
      switch scalar {
      case " ", "\t", "\r", "\n": advance()
      case "#": skipLine()
      default: return
      }
    }
  }

  private mutating func takeName() -> String {
    var name = String.UnicodeScalarView()
    while let scalar = peek {
      let isLetter = ("A"..."Z").contains(scalar) || ("a"..."z").contains(scalar) || scalar == "_"
      let isDigit = ("0"..."9").contains(scalar) || scalar == "." || scalar == "-"
      guard isLetter || (isDigit && !name.isEmpty) else { break }
      name.append(scalar)
      position += 1
    }
    return String(name)
  }

  private mutating func takePlain() -> String {
    var value = String.UnicodeScalarView()
    while let scalar = peek, scalar != "\n" {
      if scalar == "#", value.isEmpty || value.last == " " || value.last == "\t" { break }
      value.append(scalar)
      position += 1
    }
    if value.last == "\r" { value.removeLast() }
    skipLine()
    return trimmed(String(value))
  }

  private mutating func takeQuoted(
    _ quote: Unicode.Scalar, variable: String
  ) throws(SettingsProblem) -> String {
    let start = line
    advance()
    var value = String.UnicodeScalarView()
    while let scalar = peek {
      advance()
      if scalar == quote {
        try expectEndOfLine()
        return String(value)
      }
      if scalar == "\\", quote == "\"", let escaped = peek, let meaning = Self.escape(escaped) {
        value.append(meaning)
        advance()
      } else {
        value.append(scalar)
      }
    }
    throw problem(start, "has a quote that is never closed")
  }

  private static func escape(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "n": "\n"
    case "r": "\r"
    case "t": "\t"
    case "\"", "\\", "$": scalar
    default: nil
    }
  }

  private mutating func expectEndOfLine() throws(SettingsProblem) {
    skipBlanks()
    switch peek {
    case nil, "\n", "\r", "#": skipLine()
    default: throw problem(line, "has text after the closing quote")
    }
  }

  /// The message leaves out the line's text, which may hold a secret.
  private func problem(_ line: Int, _ reason: String) -> SettingsProblem {
    SettingsProblem(.malformed, "\(path):\(line): the line \(reason)")
  }
}
