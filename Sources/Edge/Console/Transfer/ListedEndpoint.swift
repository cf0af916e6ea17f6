internal import JSON

/// An endpoint as a server lists it, as far as people want to see it.
struct ListedEndpoint: Sendable {
  struct Latency: Sendable {
    let p50: Int?
    let p95: Int?
  }

  struct Fault: Sendable {
    let fault: String
    let status: Int?
  }

  let url: String
  let kind: String
  let state: String
  let scorePercent: Int
  let successPercent: Int?
  let firstByteMicroseconds: Latency
  let lastFaults: [Fault]

  /// The endpoints in an answer; nil when it is no list of them.
  static func all(in body: [UInt8]) -> [ListedEndpoint]? {
    guard let document = try? JSONReader.read(body, limits: JSONLimits(valuesMax: 1_000_000)),
      case .array(let listed) = document["endpoints"]
    else { return nil }
    let endpoints = listed.compactMap { ListedEndpoint($0) }
    return endpoints.count == listed.count ? endpoints : nil
  }

  private init?(_ json: JSONValue) {
    guard let url = json["url"].string, let kind = json["kind"].string,
      let state = json["state"].string, let score = json["scorePercent"].integer
    else { return nil }
    self.url = url
    self.kind = kind
    self.state = state
    scorePercent = Int(score)
    successPercent = json["successPercent"].integer.map { Int($0) }
    let latency = json["firstByteMicroseconds"]
    firstByteMicroseconds = Latency(
      p50: latency["p50"].integer.map { Int($0) }, p95: latency["p95"].integer.map { Int($0) })
    lastFaults = json["lastFaults"].array.compactMap { fault in
      fault["fault"].string.map {
        Fault(fault: $0, status: fault["status"].integer.map { Int($0) })
      }
    }
  }

  /// A table, the best of each kind first.
  static func table(_ endpoints: [ListedEndpoint]) -> String {
    let sorted = endpoints.sorted {
      ($0.kind, -$0.scorePercent, $0.url) < ($1.kind, -$1.scorePercent, $1.url)
    }
    let rows =
      [["KIND", "STATE", "SCORE", "SUCCESS", "P50", "P95", "LAST FAULT", "URL"]]
      + sorted.map(\.row)
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      return cells.dropLast().joined(separator: "  ") + "  " + (row.last ?? "") + "\n"
    }.joined()
  }

  private var row: [String] {
    let fault = lastFaults.first.map { fault in
      fault.status.map { "\(fault.fault) (\($0))" } ?? fault.fault
    }
    return [
      kind, state, "\(scorePercent)", successPercent.map { "\($0) %" } ?? "-",
      Self.time(firstByteMicroseconds.p50), Self.time(firstByteMicroseconds.p95), fault ?? "-", url,
    ].map { CommandLineReader.shown($0) }
  }

  private static func time(_ microseconds: Int?) -> String {
    guard let microseconds else { return "-" }
    return microseconds < 1000 ? "\(microseconds) us" : "\(microseconds / 1000) ms"
  }
}
