package import Settings

/// The settings of content delivery that say what is checked.
package struct VerificationSettings: SettingsSection {
  // Among those of content delivery.
  package static let section = ""

  /// Which contents are checked against their ids.
  package var mode: VerificationMode
  /// The part of the fetched blobs that is checked when only some are.
  package var sample: Double
  /// The part of one processor that checks in the background take, on all shards together.
  package var processorShare: Double
  /// The longest blob that is checked in the background.
  package var lengthMax: ByteCount
  /// What becomes of content that cannot be checked when all is to be.
  package var unprovable: UnprovableContent

  package init(reading reader: inout SettingsReader) {
    mode = reader.value(
      "verify", default: .sampled,
      "Which fetched blobs are checked against their ids: none, some in the background, or all "
        + "before their last byte is sent.")
    sample = reader.value(
      "verify_sample", default: 0.25,
      "Part of the fetched blobs that is checked when verify is sampled.", range: 0...1)
    processorShare = reader.value(
      "verify_cpu_share", default: 0.25,
      "Part of one processor that checks in the background may take.", range: 0...64)
    lengthMax = reader.value(
      "verify_max", default: .mebibytes(64), "Longest blob that is checked in the background.",
      range: .bytes(1) ... .gibibytes(16))
    unprovable = reader.value(
      "verify_unprovable", default: .serve,
      "What becomes, when verify is always, of content that cannot be checked before its last byte, "
        + "and of parts of blobs in slices that have not been checked.")
  }
}
