extension SettingsSources {
  /// What the sources give for one setting, best first, with what is wrong and what is odd.
  struct Candidates {
    var values: [GivenValue] = []
    var problems: [SettingsProblem] = []
    var warnings: [String] = []
  }

  /// What the sources give for a key, best first. An empty variable counts as not set,
  /// because that is how compose files and shells spell "not set".
  func candidates(for key: SettingKey, preset: String?) -> Candidates {
    var candidates = Candidates()
    let flags = arguments.settings.filter { $0.key == key.name }
    if let last = flags.last {
      let text = key.isList ? flags.map(\.value).joined(separator: ",") : last.value
      candidates.values.append(GivenValue(source: .flag(last.flag), text: text))
    }
    let names = [key.variable] + aliases.filter { $0.key == key.name }.map(\.variable)
    add(key, names, to: &candidates) { name in
      guard let text = environment[name] else { return nil }
      return GivenValue(source: .variable(name), text: text)
    }
    if let file {
      add(key, names, to: &candidates) { name in
        guard let entry = file.entries[name] else { return nil }
        let source = SettingSource.file(path: file.path, line: entry.line, variable: name)
        return GivenValue(source: source, text: entry.value)
      }
    }
    if let preset, let text = presets.table[preset]?[key.name] {
      candidates.values.append(GivenValue(source: .preset(preset), text: text))
    }
    return candidates
  }

  /// Adds what one source has under these names, as themselves or, for secrets, as files.
  private func add(
    _ key: SettingKey, _ names: [String], to candidates: inout Candidates,
    lookUp: (String) -> GivenValue?
  ) {
    let plain = names.compactMap(lookUp).filter { !$0.text.isEmpty }
    candidates.values += plain
    guard key.isSecret else { return }
    let paths = names.compactMap { lookUp($0 + SettingKey.fileSuffix) }.filter { !$0.text.isEmpty }
    guard let path = paths.first else { return }
    if let other = plain.first {
      candidates.problems.append(
        SettingsProblem(
          .ambiguous, source: path.source, key: key.name,
          "\(other.source) is given too; leave out one of them"))
      return
    }
    for path in paths {
      do throws(SecretFile.Unreadable) {
        let secret = try readSecretFile(path.text)
        let source = SettingSource.secretFile(path: path.text, namedBy: path.source)
        candidates.values.append(GivenValue(source: source, text: secret.text))
        if secret.isWorldReadable {
          candidates.warnings.append("\(source) can be read by every user of this machine")
        }
      } catch {
        candidates.problems.append(
          SettingsProblem(
            .malformed, source: path.source, key: key.name,
            "the file \(oneLine(path.text)) \(error.reason)"))
      }
    }
  }

  /// What may not be used where secrets are checked.
  static func unsafeSecrets(
    _ keys: [SettingKey], _ secrets: [String: GivenValue]
  ) -> [SettingsProblem] {
    keys.compactMap { key in
      guard case .secret(let bytesMin, let isRequired) = key.secrecy else { return nil }
      guard let value = secrets[key.name], !value.text.isEmpty, value.text != noValue else {
        guard isRequired else { return nil }
        return SettingsProblem(
          .unsafe, key: key.name,
          "\(key.variable) or \(key.variable)\(SettingKey.fileSuffix) is missing")
      }
      guard let complaint = SecretRules.complaint(about: value.text, bytesMin: bytesMin) else {
        return nil
      }
      return SettingsProblem(.unsafe, source: value.source, key: key.name, "the value \(complaint)")
    }
  }
}
