/// The results of a simulation as text.
struct MissRatioTable {
  private let trace: Trace
  private let rows: [CacheSimulation.Row]

  /// A table of the rows of a trace.
  init(_ trace: Trace, _ rows: [CacheSimulation.Row]) {
    self.trace = trace
    self.rows = rows
  }

  /// The whole table.
  var text: String {
    var text = "\(trace.name): \(trace.requestCount) requests for \(trace.objectCount) objects, "
    text += "\(trace.footprint) bytes in all\n\n"
    text += "Miss ratios of requests and of bytes, by the size of the cache:\n\n"
    let names = CacheSimulation.Contender.allCases.map { Self.padded(Self.name($0), 16) }
    text += Self.trimmed("  share        bytes  " + names.joined())
    let heads = names.map { _ in Self.padded("objects  bytes", 16) }
    text += Self.trimmed(Self.padded("", 22) + heads.joined())
    for row in rows {
      let share = Self.aligned("\(Self.percent(row.permille)) %", 7)
      let cells = CacheSimulation.Contender.allCases.map { contender in
        let ratios = row.ratios[contender] ?? MissRatios()
        return Self.padded("\(Self.fixed(ratios.objects))   \(Self.fixed(ratios.ofBytes))", 16)
      }
      text += Self.trimmed(share + Self.aligned("\(row.byteCount)", 13) + "  " + cells.joined())
    }
    return text
  }

  private static func name(_ contender: CacheSimulation.Contender) -> String {
    switch contender {
    case .floe: "Floe"
    case .lru: "LRU"
    case .belady: "Bélády"
    }
  }

  private static func percent(_ permille: Int) -> String {
    permille % 10 == 0 ? "\(permille / 10)" : "\(permille / 10).\(permille % 10)"
  }

  /// A ratio with four digits.
  private static func fixed(_ ratio: Double) -> String {
    let number = Int((ratio * 10_000).rounded())
    let digits = "\(number % 10_000)"
    return "\(number / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func aligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
