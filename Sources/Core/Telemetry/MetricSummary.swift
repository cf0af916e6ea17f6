/// All metrics as one JSON object, for dashboards: histograms as count, sum and estimated
/// quantiles.
package enum MetricSummary {
  /// Writes all metrics: name → kind and series.
  package static func json(_ snapshot: MetricSnapshot) -> String {
    let families = snapshot.families.filter(\.isScraped).map { family in
      let series = family.series.map { series -> String in
        var members: [String] = []
        if !family.labelNames.isEmpty {
          let pairs = zip(family.labelNames, series.labels).map { "\(quoted($0)):\(quoted($1))" }
          members.append("\"labels\":{" + pairs.joined(separator: ",") + "}")
        }
        members += values(series.value)
        return "{" + members.joined(separator: ",") + "}"
      }
      return "\(quoted(family.name)):{\"kind\":\"\(family.kind.rawValue)\",\"series\":["
        + series.joined(separator: ",") + "]}"
    }
    return "{" + families.joined(separator: ",\n") + "}\n"
  }

  private static func values(_ value: MetricSnapshot.Value) -> [String] {
    switch value {
    case .count(let count): return ["\"value\":\(count)"]
    case .number(let number): return ["\"value\":\(spelled(number))"]
    case .distribution(let distribution):
      let quantiles = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)].map { name, share in
        "\"\(name)\":\(spelled(distribution.quantile(share) ?? .nan))"
      }
      return ["\"count\":\(distribution.count)", "\"sum\":\(spelled(distribution.sum))"] + quantiles
    }
  }

  /// JSON knows no infinities and no NaN (RFC 8259 §6).
  private static func spelled(_ number: Double) -> String {
    number.isFinite ? PrometheusText.spelled(number) : "null"
  }

  private static func quoted(_ text: String) -> String {
    let size = text.utf8.count * LineCursor.growthMax + 2
    return unsafe String(unsafeUninitializedCapacity: size) { buffer in
      var cursor = unsafe LineCursor(UnsafeMutableRawBufferPointer(buffer))
      cursor.put("\"")
      cursor.put(escaping: text, max: size)
      cursor.put("\"")
      return cursor.count
    }
  }
}
