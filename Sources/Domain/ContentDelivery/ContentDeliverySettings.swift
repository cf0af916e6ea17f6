package import Capabilities
package import Settings

/// The settings of content delivery.
package struct ContentDeliverySettings: SettingsSection {
  package static let section = "content"

  /// Who may read and store content.
  package var access: AreaAccess
  /// Bytes of the memory tier; nil for a quarter of the machine's memory.
  package var memoryLimit: ByteCount?
  /// The longest content that is stored; nil for any length in slices, and an eighth of a shard's
  /// part of the memory in one piece.
  package var objectMax: ByteCount?
  /// Bytes of a slice, a power of two.
  package var sliceSize: ByteCount
  /// Longer content is kept in slices.
  package var slicedMin: ByteCount
  /// The share of the memory that pinned content may take, in percent.
  package var pinnedPercent: Int
  /// How long content is fresh whose id is not proven.
  package var freshTime: Duration
  /// How long content is fresh whose id was computed here.
  package var provenTime: Duration
  /// How long content past its time is kept, for when the origins fail.
  package var staleTime: Duration
  /// How long an object past its time is served while it is fetched again.
  package var revalidateTime: Duration
  /// How long it is believed that content does not exist.
  package var absentTime: Duration
  /// How long it is believed that content is blocked.
  package var blockedTime: Duration
  /// Fetches from origins at a time.
  package var fillsMax: Int
  /// Readers of one fetch.
  package var readersMax: Int
  /// Bytes that a fetch of what is not stored may be ahead of its reader.
  package var windowSize: ByteCount
  /// The longest blob that is taken for storing.
  package var uploadMax: ByteCount
  /// Uploads at a time.
  package var uploadsMax: Int
  /// What is checked against its id.
  package var verification: VerificationSettings
  /// How quilts are served.
  package var quilts: QuiltSettings
  /// Whether the host serves content alone, so that active content does no harm.
  package var domainIsIsolated: Bool

  package init(reading reader: inout SettingsReader) {
    access = reader.value(
      "access", default: AreaAccess.token,
      "Who may read and store content: anybody (public), or who has a token that allows it (token)."
    )
    memoryLimit = reader.value(
      "memory_limit", default: nil, "Memory for content; a quarter of the machine's when not set.",
      range: .mebibytes(1) ... .gibibytes(1 << 20))
    objectMax = reader.value(
      "object_max", default: nil,
      "Longest content kept in memory; when not set, content of any length, as far as there is "
        + "room for its slices.",
      range: .bytes(1) ... .gibibytes(16))
    sliceSize = reader.value(
      "slice_size", default: .mebibytes(1),
      "Pieces in which long content is fetched and kept; smaller where memory is short.",
      allowed: (16...26).map { .bytes(1 << $0) })
    slicedMin = reader.value(
      "sliced_min", default: .mebibytes(4),
      "Content longer than this is kept in slices, of which a range fetches what it needs.",
      range: .kibibytes(64) ... .gibibytes(16))
    pinnedPercent = reader.value(
      "pinned_percent", default: 25,
      "Share of the memory for content that may be pinned, in percent.", range: 0...50)
    freshTime = reader.value(
      "fresh_time", default: .seconds(86_400),
      "How long content is served from memory whose id has not been proven.",
      range: .seconds(1) ... .seconds(365 * 86_400))
    provenTime = reader.value(
      "proven_time", default: .seconds(365 * 86_400),
      "How long content is served from memory whose id was computed here.",
      range: .seconds(1) ... .seconds(3650 * 86_400))
    staleTime = reader.value(
      "stale_time", default: .seconds(86_400),
      "How long content past its time is kept, to be served when the origins fail.",
      range: .zero ... .seconds(365 * 86_400))
    revalidateTime = reader.value(
      "revalidate_time", default: .seconds(3600),
      "How long an object past its time is served at once, while it is fetched again.",
      range: .zero ... .seconds(365 * 86_400))
    absentTime = reader.value(
      "absent_time", default: .seconds(5), "How long a missing content is believed to be missing.",
      range: .zero ... .seconds(60))
    blockedTime = reader.value(
      "blocked_time", default: .seconds(300),
      "How long a blocked content is believed to be blocked.",
      range: .zero ... .seconds(86_400))
    fillsMax = reader.value(
      "fills_max", default: 1024, "Most fetches from origins at a time.", range: 1...65_536)
    readersMax = reader.value(
      "readers_max", default: 4096, "Most clients that wait for one fetch.", range: 1...1_000_000)
    windowSize = reader.value(
      "window_size", default: .mebibytes(1),
      "How far a fetch of what is too long to be kept may run ahead of its client.",
      range: .kibibytes(64) ... .mebibytes(64))
    uploadMax = reader.value(
      "upload_max", default: .mebibytes(10), "Longest blob that is taken for storing.",
      range: .bytes(1) ... .mebibytes(1024))
    uploadsMax = reader.value(
      "uploads_max", default: 16, "Most blobs that are being stored at a time.", range: 1...4096)
    verification = reader.section()
    quilts = reader.section()
    domainIsIsolated = reader.value(
      "domain_is_isolated", default: false,
      "Whether the host serves content alone, so that pages and scripts may be shown inline.")
  }

  /// What one of `shardCount` shards may have in flight.
  package func fillLimits(shardCount: Int) -> FillLimits {
    var limits = FillLimits()
    limits.fillsMax = max(1, fillsMax / shardCount)
    limits.streamsMax = max(1, fillsMax / shardCount / 4)
    limits.readersMax = readersMax
    limits.uploadsMax = max(1, uploadsMax / shardCount)
    limits.windowBytes = windowSize.bytes
    limits.freshSeconds = freshTime.components.seconds
    limits.provenSeconds = provenTime.components.seconds
    limits.staleSeconds = staleTime.components.seconds
    limits.revalidateSeconds = revalidateTime.components.seconds
    limits.absentSeconds = absentTime.components.seconds
    limits.blockedSeconds = blockedTime.components.seconds
    limits.quiltPatches = quilts.patches
    limits.quiltSeconds = quilts.time.components.seconds
    limits.patchNamesMax = max(QuiltListing.patchesMax, limits.patchNamesMax / shardCount)
    return limits
  }

  /// What one of `shardCount` shards checks.
  package func verificationPolicy(shardCount: Int) -> VerificationPolicy {
    var policy = VerificationPolicy()
    policy.mode = verification.mode
    policy.sample = verification.sample
    policy.processorShare = verification.processorShare / Double(shardCount)
    policy.lengthMax = verification.lengthMax.bytes
    policy.refusesUnprovable =
      verification.mode == .always && verification.unprovable == .refuse
    policy.digestsMax = max(1, 65_536 / shardCount)
    policy.provenSeconds = provenTime.components.seconds
    return policy
  }

  /// What one of `shardCount` shards may hold.
  ///
  /// - Parameter machineBytes: the memory of the machine.
  package func tierLimits(shardCount: Int, machineBytes: Int) -> MemoryTierLimits {
    MemoryTierLimits(
      bytes: memoryLimit?.bytes ?? machineBytes / 4, shardCount: shardCount,
      objectMax: objectMax?.bytes, pinnedPercent: pinnedPercent, sliceSize: sliceSize.bytes,
      // In one piece everyone waits for the check, whatever part is wanted.
      slicedMin: verification.mode == .always ? .max : slicedMin.bytes)
  }
}
