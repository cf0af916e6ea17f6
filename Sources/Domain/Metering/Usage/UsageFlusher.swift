internal import Locks

/// Brings what shards have counted into the database, and looks at it on the way: quotas that are
/// nearly used, tokens that do what they never did.
///
/// Called once a second by one task at a time.
package final class UsageFlusher: Sendable {
  private struct State {
    var backlog = UsageBacklog()
    var watch = QuotaWatch()
    var habits: [UInt32: (token: String, habit: TokenHabit)] = [:]
    var batchCount: Int64 = 0
    var usedTokens: [String: Int64] = [:]
  }

  private let shards: any AdmissionShards
  private let meters: Meters
  private let store: UsageStore
  private let leases: LeaseTaker?
  private let reports: any MeteringReports
  private let habitLimits: HabitLimits
  private let retention: UsageRetention
  /// Names this start of this edge, so that no two batches have one id.
  private let origin: String
  private let state = Mutex(State())
  private let counters = Mutex(FlushCounters())

  /// A flusher that has nothing in hand.
  package init(
    shards: any AdmissionShards, meters: Meters, store: UsageStore, leases: LeaseTaker?,
    reports: any MeteringReports, habitLimits: HabitLimits, retention: UsageRetention
  ) {
    self.shards = shards
    self.meters = meters
    self.store = store
    self.leases = leases
    self.reports = reports
    self.habitLimits = habitLimits
    self.retention = retention
    origin = [UInt64.random(in: .min ... .max), .random(in: .min ... .max)]
      .map { String($0, radix: 36) }.joined(separator: "-")
  }

  /// What was done so far.
  package var counts: FlushCounters { counters.withLock { $0 } }

  /// Stores what was counted since the last call, and what could not be stored before.
  ///
  /// - Returns: whether nothing is left.
  @discardableResult
  package func flush(at seconds: Int64) async -> Bool {
    let deltas = Self.merged(await shards.collect())
    state.withLock { $0.backlog.add(deltas, at: seconds) }
    if !deltas.isEmpty {
      meters.noteUse(of: deltas.map(\.meter), at: seconds)
      noteTokens(deltas, at: seconds)
      await report(deltas, at: seconds)
    }
    var isDone = true
    // One batch that was left behind, and one of what came since.
    for _ in 0..<2 {
      guard let batch = nextBatch() else { break }
      do {
        try await store.save(batch, at: seconds)
        state.withLock { $0.backlog.stored(batch.id) }
        counters.withLock {
          $0.batches += 1
          $0.rows += batch.rows.count
        }
      } catch {
        counters.withLock { $0.failures += 1 }
        reports.failed("storing usage", error)
        isDone = false
        break
      }
    }
    let left = state.withLock { $0.backlog.count }
    counters.withLock { $0.waitingRows = left }
    return isDone
  }

  /// Rolls up minutes that are over, deletes what is old, forgets who is idle, and gives back what
  /// was taken ahead; once a minute.
  package func tidy(at seconds: Int64) async {
    do {
      try await store.rollUp(at: seconds)
      try await store.sweep(retention, at: seconds)
    } catch {
      counters.withLock { $0.failures += 1 }
      reports.failed("rolling usage up", error)
    }
    let idle = meters.forgetIdle(at: seconds)
    state.withLock { state in
      for number in idle { state.habits[number] = nil }
    }
    await tellUses()
    await leases?.giveBack(at: seconds)
  }

  /// Stores everything at the end of the edge.
  package func finish(at seconds: Int64) async {
    await flush(at: seconds)
    await tellUses()
    await leases?.giveBack(at: seconds, everything: true)
  }

  private func noteTokens(_ deltas: [UsageDelta], at seconds: Int64) {
    state.withLock { state in
      for delta in deltas where !delta.meter.credentialID.isEmpty {
        state.usedTokens[delta.meter.credentialID] = seconds
      }
    }
  }

  private func tellUses() async {
    let uses = state.withLock { state in
      defer { state.usedTokens = [:] }
      return state.usedTokens.map { (id: $0.key, seconds: $0.value) }
    }
    if !uses.isEmpty { await reports.tokensUsed(uses.sorted { $0.id < $1.id }) }
  }

  private func nextBatch() -> UsageBatch? {
    let origin = self.origin
    return state.withLock { state in
      let number = state.batchCount + 1
      let batch = state.backlog.next { "\(origin)-\(number)" }
      if batch?.id == "\(origin)-\(number)" { state.batchCount = number }
      return batch
    }
  }

  /// What several shards have counted for one meter, together.
  static func merged(_ deltas: [UsageDelta]) -> [UsageDelta] {
    var places: [UInt32: Int] = [:]
    var merged: [UsageDelta] = []
    for delta in deltas {
      guard let place = places[delta.meter.number] else {
        places[delta.meter.number] = merged.count
        merged.append(delta)
        continue
      }
      merged[place].counts += delta.counts
      merged[place].networks += delta.networks
      merged[place].countries += delta.countries
    }
    return merged
  }

  // MARK: What is noticed

  private func report(_ deltas: [UsageDelta], at seconds: Int64) async {
    let periods = UTCPeriods(at: seconds)
    let notices = state.withLock { $0.watch.notices(of: deltas.map(\.meter), in: periods) }
    for notice in notices {
      do {
        guard try await store.claim(notice, at: seconds) else { continue }
        await reports.quotaReached(notice, at: seconds)
      } catch {
        reports.failed("noting a warning", error)
      }
    }
    await meetNewTokens(deltas)
    for delta in deltas where !delta.meter.credentialID.isEmpty {
      let found = state.withLock { state in
        state.habits[delta.meter.number]?.habit.note(
          requests: delta.counts.requests, networks: delta.networks, at: seconds,
          limits: habitLimits)
      }
      for anomaly in found ?? [] {
        await reports.tokenUnusual(
          anomaly, userID: delta.meter.userID, tokenID: delta.meter.credentialID, at: seconds)
      }
    }
  }

  /// Begins the habits of tokens that were not met before.
  private func meetNewTokens(_ deltas: [UsageDelta]) async {
    let new = state.withLock { state in
      deltas.map(\.meter).filter {
        !$0.credentialID.isEmpty && state.habits[$0.number]?.token != $0.credentialID
      }
    }
    guard !new.isEmpty else { return }
    let lastUse: [String: Int64]
    do { lastUse = try await store.lastUse(of: new.map(\.credentialID)) } catch {
      return reports.failed("reading when tokens were used", error)
    }
    state.withLock { state in
      for meter in new {
        state.habits[meter.number] = (
          meter.credentialID, TokenHabit(lastUsedAt: lastUse[meter.credentialID])
        )
      }
    }
  }
}
