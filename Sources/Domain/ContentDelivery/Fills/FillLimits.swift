/// What one shard may have in flight, and how long it believes what it was told.
package struct FillLimits: Sendable {
  /// Fetches at a time that are to be stored.
  package var fillsMax = 512
  /// Fetches at a time that pass through.
  package var streamsMax = 128
  /// Readers of one fill.
  package var readersMax = 4096
  /// Uploads at a time, each of which is in memory whole.
  package var uploadsMax = 8
  /// Bytes that a fetch which passes through may be ahead of its slowest reader.
  package var windowBytes = 1 << 20
  /// Seconds for which content is fresh whose id is not proven.
  package var freshSeconds: Int64 = 86_400
  /// Seconds for which content is fresh whose id is proven.
  package var provenSeconds: Int64 = 365 * 86_400
  /// Seconds for which content past its time is kept, for when the origins fail.
  package var staleSeconds: Int64 = 86_400
  /// Seconds for which an object past its time is served while it is fetched again.
  package var revalidateSeconds: Int64 = 3600
  /// Seconds between two such fetches of one object.
  package var refreshSeconds: Int64 = 10
  /// Seconds for which it is believed that there is no such content.
  package var absentSeconds: Int64 = 5
  /// Seconds for which it is believed that content is blocked.
  package var blockedSeconds: Int64 = 300
  /// Seconds for which nobody is believed that content is absent which was stored here.
  package var ownSeconds: Int64 = 600
  /// Patches of quilts whose names are remembered.
  package var patchNamesMax = 32_768
  /// Seconds for which the list of a quilt's patches is believed.
  package var listingSeconds: Int64 = 86_400
  /// Different patches of a quilt, fetched within `quiltSeconds`, after which all of it is.
  package var quiltPatches = 4
  package var quiltSeconds: Int64 = 60
  /// Absent and blocked contents that are remembered.
  package var negativesMax = 4096

  /// The usual limits.
  package init() {}
}
