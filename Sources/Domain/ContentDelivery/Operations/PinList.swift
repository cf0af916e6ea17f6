/// The canonical paths of what is pinned.
actor PinList {
  private var names: Set<String> = []
  private var isSaving = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Adds a path; false when it is there.
  func insert(_ path: String) -> Bool { names.insert(path).inserted }

  /// Takes a path out; false when it is not there.
  func remove(_ path: String) -> Bool { names.remove(path) != nil }

  /// Whether a path is there.
  func contains(_ path: String) -> Bool { names.contains(path) }

  /// All paths, sorted.
  var paths: [String] { names.sorted() }

  /// Saves the list as it is when its turn comes: one at a time, so that the last one saved is the
  /// latest.
  func save(to archive: any PinArchive) async throws {
    while isSaving { await withCheckedContinuation { waiting.append($0) } }
    isSaving = true
    defer {
      isSaving = false
      for continuation in waiting { continuation.resume() }
      waiting = []
    }
    try await archive.save(paths)
  }
}
