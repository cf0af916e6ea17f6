/// Prometheus' text format, version 0.0.4.
package enum PrometheusText {
  /// The media type of the text.
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// Writes all metrics.
  package static func encode(_ snapshot: MetricSnapshot) -> String {
    var text = ""
    for family in snapshot.families where family.isScraped {
      text += "# HELP \(family.name) \(escaped(family.help, quotes: false))\n"
      text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
      for series in family.series {
        let pairs = zip(family.labelNames, series.labels).map { name, value in
          "\(name)=\"\(escaped(value, quotes: true))\""
        }
        switch series.value {
        case .count(let count): line(&text, family.name, pairs, String(count))
        case .number(let number): line(&text, family.name, pairs, spelled(number))
        case .distribution(let distribution): lines(&text, family.name, pairs, distribution)
        }
      }
    }
    return text
  }

  private static func lines(
    _ text: inout String, _ name: String, _ pairs: [String], _ distribution: Distribution
  ) {
    var total: UInt64 = 0
    for (index, count) in distribution.counts.enumerated() {
      total &+= count
      let bound = index < distribution.bounds.count ? spelled(distribution.bounds[index]) : "+Inf"
      line(&text, name + "_bucket", pairs + ["le=\"\(bound)\""], String(total))
    }
    line(&text, name + "_sum", pairs, spelled(distribution.sum))
    line(&text, name + "_count", pairs, String(total))
  }

  private static func line(
    _ text: inout String, _ name: String, _ pairs: [String], _ value: String
  ) {
    text += name
    if !pairs.isEmpty { text += "{" + pairs.joined(separator: ",") + "}" }
    text += " " + value + "\n"
  }

  /// A number as Go's parser reads it, whole ones without a fraction.
  static func spelled(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
    if let whole = Int64(exactly: number) { return String(whole) }
    return number.description
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\"" where quotes: result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
