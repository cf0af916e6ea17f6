import Testing

@testable import ContentDelivery
@testable import Settings

@Suite struct SliceSettingsTests {
  private func limits(_ given: [String: String]) -> SliceLimits? {
    var reader = SettingsReader(
      given: given.mapValues { [GivenValue(source: .flag("--test"), text: $0)] })
    let settings = reader.section(ContentDeliverySettings.self)
    guard reader.problems.isEmpty else { return nil }
    return settings.tierLimits(shardCount: 1, machineBytes: 64 << 30).slices
  }

  @Test func `slices are of 1 MiB, for what is longer than four`() {
    #expect(limits([:]) == SliceLimits(size: 1 << 20, wholeMax: 4 << 20))
  }

  @Test func `size and bounds are settings`() {
    #expect(
      limits([
        "content.slice_size": "64KiB", "content.sliced_min": "1MiB", "content.object_max": "1GiB",
      ]) == SliceLimits(size: 64 << 10, wholeMax: 1 << 20, contentMax: 1 << 30))
    // What is shorter than a slice is not cut.
    #expect(
      limits(["content.slice_size": "8MiB", "content.sliced_min": "64KiB"])?.wholeMax == 8 << 20)
  }

  @Test(arguments: ["32KiB", "96KiB", "100MiB", "0", "x"])
  func `a size that is no power of two, or out of bounds, is refused`(size: String) {
    #expect(limits(["content.slice_size": size]) == nil)
  }
}
