/// What edges tell each other of addresses, a line each.
enum AddressNews: Hashable {
  /// The rules have changed; the database has them.
  case rules
  /// An address is banned.
  case banned(AddressBan)
  /// A ban has ended by hand.
  case lifted(AddressKey)

  /// The news as a line.
  var line: String {
    switch self {
    case .rules: "rules"
    case .banned(let ban):
      "ban \(String(ban.key.word, radix: 16)) \(ban.until) \(ban.bannedAt) \(ban.level) "
        + ban.reason.rawValue
    case .lifted(let key): "lift \(String(key.word, radix: 16))"
    }
  }

  /// The news of a line; nil for one of another form.
  init?(_ line: some StringProtocol) {
    let words = line.split(separator: " ")
    switch words.first {
    case "rules" where words.count == 1: self = .rules
    case "lift" where words.count == 2:
      guard let word = UInt64(words[1], radix: 16) else { return nil }
      self = .lifted(AddressKey(word: word))
    case "ban" where words.count == 6:
      guard let word = UInt64(words[1], radix: 16), let until = Int64(words[2]),
        let bannedAt = Int64(words[3]), let level = Int(words[4]), (1...1000).contains(level),
        0 <= bannedAt, bannedAt <= until, until < 1 << 40,
        let reason = BanReason(rawValue: String(words[5]))
      else { return nil }
      self = .banned(
        AddressBan(
          key: AddressKey(word: word), reason: reason, bannedAt: bannedAt, until: until,
          level: level, note: ""))
    default: return nil
    }
  }
}
