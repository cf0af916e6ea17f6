/// How long bans last.
struct BanTerms: Hashable, Sendable {
  /// The first ban for an attack, and for going far beyond a limit, in seconds.
  var blockSeconds: Int64
  var banSeconds: Int64
  /// The longest that repetition makes of them.
  var secondsMax: Int64
  /// How long after its end a ban makes the next one longer.
  var memorySeconds: Int64
  /// Bans that are kept.
  var countMax: Int

  /// What the first ban for a reason lasts.
  func first(_ reason: BanReason) -> Int64 { reason == .limits ? banSeconds : blockSeconds }
}
