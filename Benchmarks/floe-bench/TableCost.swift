/// What the memory tier's table costs by the number of objects in it, as `cache-bench` measures it.
struct TableCost {
  /// The results with one number of objects, in nanoseconds of processor time.
  struct Row {
    let objects: Int
    /// A look-up with the noting of its hit, by the name of the pattern.
    var lookups: [String: Double] = [:]
    /// Storing an object while the table grows: the median and the slowest.
    var insertion = 0.0
    var slowestInsertion = 0.0
    /// Storing an object in the place of another that is chosen for eviction.
    var replacement = 0.0
  }

  /// By the number of objects, few first.
  private(set) var rows: [Row] = []

  /// The patterns in the order of the table, with what they mean.
  static let patterns = [
    ("hot", "the same 1000 objects"), ("zipf", "Zipf's law"), ("uniform", "all alike"),
  ]

  /// Runs the program that measures three times, on the first processor, and takes the medians:
  /// where the system puts a table in memory makes a tenth of a look-up.
  static func measure(program: String, work: String) throws(BenchmarkFailure) -> TableCost {
    var runs: [TableCost] = []
    for _ in 0..<3 { runs.append(try run(program: program, work: work)) }
    return TableCost(medianOf: runs)
  }

  private static func run(program: String, work: String) throws(BenchmarkFailure) -> TableCost {
    let output = "\(work)/cache-bench.out"
    try TextFile.write(output, [])
    let status = try Subprocess([program], processor: 0, output: output).wait()
    let cost = TableCost(TextFile.text(output) ?? "")
    guard status == 0, !cost.rows.isEmpty else {
      throw BenchmarkFailure("\(program) ended with \(status)")
    }
    return cost
  }

  /// The results as the program prints them; other lines are passed over.
  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 3, let objects = Int(words[1]) else { continue }
      if rows.last?.objects != objects { rows.append(Row(objects: objects)) }
      let last = rows.count - 1
      switch (words[0], words.dropFirst(2).compactMap { Double($0) }) {
      case ("insert", let times) where times.count == 2:
        (rows[last].insertion, rows[last].slowestInsertion) = (times[0], times[1])
      case ("lookup", let times) where times.count == 1:
        rows[last].lookups[String(words[2])] = times[0]
      case ("replace", let times) where times.count == 1: rows[last].replacement = times[0]
      default: continue
      }
    }
  }

  /// Row by row the medians of several runs.
  private init(medianOf runs: [TableCost]) {
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    rows = runs[0].rows.indices.map { index in
      let same = runs.compactMap { $0.rows.indices.contains(index) ? $0.rows[index] : nil }
      var row = Row(objects: same[0].objects)
      for name in same[0].lookups.keys {
        row.lookups[name] = median(same.compactMap { $0.lookups[name] })
      }
      row.insertion = median(same.map(\.insertion))
      row.slowestInsertion = median(same.map(\.slowestInsertion))
      row.replacement = median(same.map(\.replacement))
      return row
    }
  }

  /// A look-up among most objects to one among fewest.
  func growth(_ pattern: String) -> Double? {
    guard let first = rows.first?.lookups[pattern], let last = rows.last?.lookups[pattern] else {
      return nil
    }
    return last / first
  }

  /// The nanoseconds that look-ups take longer among most objects than among fewest.
  func difference(_ pattern: String) -> Double? {
    guard let first = rows.first?.lookups[pattern], let last = rows.last?.lookups[pattern] else {
      return nil
    }
    return last - first
  }
}
