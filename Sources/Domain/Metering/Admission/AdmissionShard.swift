internal import Bytes
internal import Capabilities
package import HTTP
package import Routing

/// One shard's share of admission and metering: the grants that it has seen verified, and what it
/// has counted. Belongs to one loop.
///
/// The cached path asks it for every request. It decides from this shard's table and from words
/// that all cores share: no lock, no allocation, no text.
package final class AdmissionShard: InlineAdmission {
  private let state: AdmissionState
  private let grants: GrantTable
  private let slots = UsageSlots()
  private let countries: CountrySlots?
  private var periods = UTCPeriods(at: 0)
  /// Requests of callers with a token that this shard let pass, and those that it passed on.
  package private(set) var admittedCount = 0
  package private(set) var declinedCount = 0

  /// A shard that has verified nothing.
  package init(_ state: AdmissionState) {
    self.state = state
    grants = GrantTable(grantsMax: state.grantsMax)
    countries = state.countries.map { CountrySlots($0) }
  }

  package func admit(
    _ head: RequestHead, in bytes: Span<UInt8>, context: RequestContext
  ) -> UInt32? {
    if head.presentsCredential {
      // What is presented and cannot be verified here is never taken for nobody.
      guard let credential = head.credential(in: bytes), credential.count <= CredentialKey.countMax
      else { return nil }
      let meter = admit(credential, context: context)
      if meter == nil { declinedCount &+= 1 } else { admittedCount &+= 1 }
      return meter
    }
    guard state.isContentPublic else { return nil }
    guard let addresses = state.addresses else { return 0 }
    let now = Int64(bitPattern: context.startNanoseconds)
    guard addresses.take(context.peer, at: now) else { return nil }
    let left = addresses.left(of: context.peer, at: now)
    context.writeAdmittedLines { LimitLines.write(addresses, left: left, to: &$0) }
    return 0
  }

  private func admit(_ credential: Span<UInt8>, context: RequestContext) -> UInt32? {
    let key = CredentialKey(of: credential, secret: state.secret)
    let seconds = context.nowSeconds
    let now = Int64(bitPattern: context.startNanoseconds)
    if !periods.contain(seconds) { periods = UTCPeriods(at: seconds) }
    let periods = self.periods
    let generation = state.generation
    let meter = grants.withGrant(key) { grant -> UInt32? in
      guard grant.isCurrent(at: seconds, generation: generation),
        grant.permissions.allows(.readCDN), grant.allows(context.peer)
      else { return nil }
      let meter = grant.meter
      guard meter.take(at: now, in: periods).verdict == .passed else { return nil }
      if !grant.printed.isEmpty {
        grant.printed.update(meter, at: now, in: periods, seconds: seconds)
        context.writeAdmittedLines { grant.printed.write(to: &$0) }
      }
      return meter.number
    }
    return meter ?? nil
  }

  /// Keeps what a credential allows, as it was looked up just now.
  func keep(_ grant: VerifiedGrant, for credential: Span<UInt8>) {
    guard credential.count <= CredentialKey.countMax else { return }
    grants.insert(grant, for: CredentialKey(of: credential, secret: state.secret))
  }

  /// Makes a place for what is counted of a meter.
  func prepare(_ meter: Meter) { slots.prepare(meter) }

  /// Counts a finished request for whom it was admitted.
  package func record(_ outcome: RequestOutcome, context: RequestContext) {
    guard outcome.meter != 0 else { return }
    let seconds = context.nowSeconds
    if !periods.contain(seconds) { periods = UTCPeriods(at: seconds) }
    let result = outcome.cache.index
    // Stale content and a known absence come from memory as well.
    let isHit = result == 1 || result == 4 || result == 6
    let down = max(0, outcome.bodyCount)
    slots.add(
      outcome.meter, up: outcome.receivedCount, down: down, stored: outcome.storedCount,
      isHit: isHit, isMiss: result != 0 && !isHit, from: context.peer, in: periods)
    countries?.add(outcome.meter, bytes: outcome.receivedCount &+ down, from: context.peer)
  }

  /// Takes out what was counted since the last call.
  package func collect() -> [UsageDelta] {
    let deltas = slots.collect()
    guard let countries, !deltas.isEmpty else { return deltas }
    let uses = countries.collect()
    return deltas.map { delta in
      var delta = delta
      delta.countries = uses[delta.meter.number] ?? []
      return delta
    }
  }

  /// Grants that are kept, current or not.
  package var grantCount: Int { grants.count }
}
