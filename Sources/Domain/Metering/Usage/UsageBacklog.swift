/// What was counted and is not stored yet: one batch that is being stored, and what came after it.
///
/// A batch that could not be stored, or of which that is not known, stays as it is, id and all, and
/// is tried again: whatever happened to it, it counts once. What comes meanwhile waits for the next
/// batch.
package struct UsageBacklog: Sendable {
  /// Minutes that are kept apart while nothing can be stored; older ones are added up by the hour.
  package static let minutesMax = 60

  private struct Key: Hashable {
    let minute: Int64
    let user: String
    let token: String
  }

  private struct Origin: Hashable {
    let day: Int64
    let user: String
    let token: String
    let country: CountryCode
  }

  private var waiting: [Key: UsageCounts] = [:]
  private var waitingCountries: [Origin: CountryUse] = [:]
  private var minutes: Set<Int64> = []
  private var batch: UsageBatch?

  /// Nothing.
  package init() {}

  /// Rows that are not stored yet.
  package var count: Int {
    waiting.count + waitingCountries.count + (batch?.rows.count ?? 0)
      + (batch?.countries.count ?? 0)
  }

  /// Adds what shards have counted.
  package mutating func add(_ deltas: [UsageDelta], at seconds: Int64) {
    guard !deltas.isEmpty else { return }
    let minute = seconds - seconds % 60
    minutes.insert(minute)
    for delta in deltas {
      let key = Key(
        minute: minute, user: delta.meter.userID, token: delta.meter.credentialID)
      waiting[key, default: UsageCounts()] += delta.counts
      for use in delta.countries { add(use, of: delta.meter, on: minute - minute % 86_400) }
    }
    if minutes.count > Self.minutesMax { thin() }
  }

  /// The batch to store now; nil when there is nothing.
  ///
  /// - Parameter id: names a new batch.
  package mutating func next(id: () -> String) -> UsageBatch? {
    if let batch { return batch }
    guard !waiting.isEmpty else { return nil }
    let rows = waiting.map { key, counts in
      UsageRow(userID: key.user, tokenID: key.token, minute: key.minute, counts: counts)
    }.sorted { ($0.minute, $0.userID, $0.tokenID) < ($1.minute, $1.userID, $1.tokenID) }
    let countries = waitingCountries.map { origin, use in
      CountryRow(userID: origin.user, tokenID: origin.token, day: origin.day, use: use)
    }.sorted {
      ($0.day, $0.userID, $0.tokenID, $0.use.country)
        < ($1.day, $1.userID, $1.tokenID, $1.use.country)
    }
    waiting = [:]
    waitingCountries = [:]
    minutes = []
    batch = UsageBatch(id: id(), rows: rows, countries: countries)
    return batch
  }

  /// A batch is stored.
  package mutating func stored(_ id: String) {
    if batch?.id == id { batch = nil }
  }

  private mutating func add(_ use: CountryUse, of meter: Meter, on day: Int64) {
    let origin = Origin(
      day: day, user: meter.userID, token: meter.credentialID, country: use.country)
    guard waitingCountries[origin] != nil else {
      waitingCountries[origin] = use
      return
    }
    waitingCountries[origin]?.requests += use.requests
    waitingCountries[origin]?.bytes += use.bytes
  }

  /// Adds the minutes of each hour up, but those of the last hour.
  private mutating func thin() {
    guard let newest = minutes.max() else { return }
    var thinned: [Key: UsageCounts] = [:]
    for (key, counts) in waiting {
      let minute = key.minute > newest - 3600 ? key.minute : key.minute - key.minute % 3600
      thinned[Key(minute: minute, user: key.user, token: key.token), default: UsageCounts()] +=
        counts
    }
    waiting = thinned
    minutes = Set(thinned.keys.map(\.minute))
  }
}
