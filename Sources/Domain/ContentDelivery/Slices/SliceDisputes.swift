/// What was known of contents in slices of which somebody has sent something wrong, and nobody could
/// tell who. Once the right bytes are proven, whoever sent others is known. Bounded; the oldest
/// disputes are forgotten first.
struct SliceDisputes {
  private var ledgers: RecentEntries<ContentKey, [SliceLedger]>

  /// Ledgers of one content that are remembered.
  private static let ledgersMax = 2
  /// The longest ledger that is remembered, in digests.
  private static let digestsMax = 1024

  /// No dispute; at most so many.
  init(countMax: Int) { ledgers = RecentEntries(countMax: countMax) }

  /// Whether it is to be found out who was wrong about content.
  func contains(_ key: ContentKey) -> Bool { ledgers[key] != nil }

  /// Remembers what was believed of content.
  mutating func add(_ disputed: [SliceLedger], of key: ContentKey) {
    let short = disputed.filter { (1...Self.digestsMax).contains($0.digestCount) }
    guard !short.isEmpty else { return }
    ledgers[key] = ((ledgers[key] ?? []) + short).suffix(Self.ledgersMax)
  }

  /// The content is proven; gives those who sent other bytes, and forgets the dispute.
  mutating func settle(_ key: ContentKey, by proven: SliceLedger) -> [String] {
    guard let disputed = ledgers[key] else { return [] }
    ledgers[key] = nil
    return Set(disputed.flatMap { $0.sources(differingFrom: proven) }).sorted()
  }
}
