/// How many different patches of each quilt were fetched lately: when there are several, the whole
/// quilt is the better thing to fetch.
struct QuiltHeat {
  /// Patches that are told apart; a quilt with so many is hot by any setting.
  static let patchesMax = 64
  private static let quiltsMax = 1024

  private struct Window {
    var begun: Int64
    /// The columns that the patches begin with.
    var patches: Set<UInt16>
  }

  private let seconds: Int64
  private var windows = RecentEntries<ContentKey, Window>(countMax: quiltsMax)

  /// Nothing was fetched; a window is open for so many seconds from its first patch on.
  init(seconds: Int64) { self.seconds = seconds }

  /// A patch is about to be fetched; gives the number of different ones in the window.
  mutating func note(
    _ quilt: ContentKey, startColumn: UInt16, at now: Int64
  ) -> Int {
    var window = windows[quilt] ?? Window(begun: now, patches: [])
    if now >= window.begun + seconds || now < window.begun {
      window = Window(begun: now, patches: [])
    }
    if window.patches.count < Self.patchesMax { window.patches.insert(startColumn) }
    windows[quilt] = window
    return window.patches.count
  }
}
