package import Settings

/// The settings of content delivery that say how quilts are served.
package struct QuiltSettings: SettingsSection {
  // Among those of content delivery.
  package static let section = ""

  /// Patches of a quilt, fetched within `time`, after which all of it is.
  package var patches: Int
  package var time: Duration
  /// The longest quilt that is fetched whole.
  package var lengthMax: ByteCount

  package init(reading reader: inout SettingsReader) {
    patches = reader.value(
      "quilt_patches", default: 4,
      "Different patches of one quilt, missing within quilt_time, after which it is fetched whole.",
      range: 1...QuiltHeat.patchesMax)
    time = reader.value(
      "quilt_time", default: .seconds(60), "How long missing patches of a quilt are counted.",
      range: .seconds(1) ... .seconds(86_400))
    lengthMax = reader.value(
      "quilt_max", default: .mebibytes(8), "Longest quilt that is fetched whole for its patches.",
      range: .bytes(0) ... .gibibytes(16))
  }
}
