import Glibc
import Testing

/// The text of the project speaks of the project alone.
@Suite struct TextTests {
  /// Words that have no business here, turned by thirteen letters so that this file has none.
  private static let barredWords: [String] = [
    "pynhqr", "naguebcvp", "pungtcg", "bcranv", "pbcvybg", "nffvfgnag", "nffvfgnagf", "yyz", "yyzf",
    "fhontrag", "fhontragf",
  ].map(turned)

  /// Phrases, turned likewise.
  private static let barredPhrases: [String] = [
    "ynathntr zbqry", "trarengrq jvgu", "negvsvpvny vagryyvtrapr", "cebzcg_urnq", "oevrs.zq",
  ].map(turned)

  /// The first part of a path that exists on no reader's machine, turned likewise.
  private static let barredRoot = turned("/jbex/")

  @Test func `no file speaks of how or where it was written`() {
    for path in Repository.files() {
      let bytes = Repository.bytes(of: path)
      guard bytes.count < 1 << 20, !bytes.contains(0), Self.mayHaveFindings(bytes) else { continue }
      let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() {
        for finding in Self.findings(in: String(decoding: line, as: UTF8.self)) {
          Issue.record("\(path):\(number + 1): '\(finding)'")
        }
      }
    }
  }

  @Test func `the words are found in any case, as words only, and the path only at its root`() {
    let word = Self.barredWords[0]
    #expect(Self.findings(in: "by \(word.uppercased()), again") == [word])
    #expect(Self.findings(in: "x\(word)") == [])
    #expect(Self.findings(in: "see '\(Self.barredRoot)x'") == [Self.barredRoot])
    #expect(Self.findings(in: "Benchmarks\(Self.barredRoot)") == [])
    #expect(Self.findings(in: "an A" + "I wrote") == ["A" + "I"])
  }

  /// Whether a closer look is worth its time.
  private static func mayHaveFindings(_ bytes: [UInt8]) -> Bool {
    let text = bytes.map { CChar(bitPattern: $0) } + [0]
    let small =
      bytes.map { CChar(bitPattern: UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 + 32 : $0) }
      + [0]
    return strstr(text, "A" + "I") != nil
      || (barredWords + barredPhrases + [barredRoot]).contains { strstr(small, $0) != nil }
  }

  private static func findings(in line: String) -> [String] {
    var found = [String]()
    let words = line.split { !$0.isLetter && !$0.isNumber }
    if words.contains(where: { $0 == "A" + "I" }) { found.append("A" + "I") }
    let small = line.lowercased()
    let smallWords = Set(words.map { $0.lowercased() })
    found += barredWords.filter { smallWords.contains($0) }
    found += barredPhrases.filter { small.contains($0) }
    if let range = line.firstRange(of: barredRoot) {
      let isRoot =
        range.lowerBound == line.startIndex
        || !(line[line.index(before: range.lowerBound)].isLetter
          || "_-.})*".contains(line[line.index(before: range.lowerBound)]))
      if isRoot { found.append(barredRoot) }
    }
    return found
  }

  private static func turned(_ text: String) -> String {
    String(
      decoding: text.utf8.map { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte ? (byte - 97 + 13) % 26 + 97 : byte
      }, as: UTF8.self)
  }
}
