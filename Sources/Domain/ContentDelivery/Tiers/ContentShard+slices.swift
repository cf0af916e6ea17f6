internal import Bytes

/// Contents at home here that are kept in slices: what is known of each is in the directory, and
/// every slice is an entry of its own, evicted by itself.
extension ContentShard {
  /// Which contents are kept in slices.
  var sliceLimits: SliceLimits { tier.limits.slices }

  /// What is known of content in slices, fresh or not.
  func sliced(_ key: ContentKey) -> SlicedContent? { directory.find(key) }

  /// Remembers content in slices. The slices that are there stay if they are of the same bytes.
  func keep(_ content: SlicedContent) {
    remember(KnownSize(content.metadata), of: content.key)
    guard let old = directory.insert(content) else { return }
    if old.key != content.key || !old.hasSameBytes(as: content) { removeSlices(of: old) }
  }

  /// A slice of content that is kept, if it is there.
  func slice(_ number: Int, of content: SlicedContent) -> StoredContent? {
    guard let entry = unsafe entry(of: content.key.slice(number)) else { return nil }
    let stored = unsafe entry.pointee.content.takeUnretainedValue()
    // What is left of another content with this name.
    guard stored.metadata.entityTag == content.metadata.entityTag,
      stored.metadata.length == content.geometry.bytes(of: number).count
    else { return nil }
    return stored
  }

  /// Stores a slice; says false when it is not admitted, or its content is not kept any more.
  func insert(_ slice: StoredContent, asSliceOf content: SlicedContent) -> Bool {
    guard let current = directory.find(content.key), current.hasSameBytes(as: content) else {
      return false
    }
    return tier.insert(slice) { depart($0) }
  }

  /// Takes content in slices out; false when there was none.
  func removeSliced(_ key: ContentKey) -> Bool {
    guard let content = directory.remove(key) else { return false }
    removeSlices(of: content)
    return true
  }

  /// Takes out every content in slices that matches; how many there were.
  func removeSliced(where matches: (SlicedContent) -> Bool) -> Int {
    directory.contents.filter(matches).count { removeSliced($0.key) }
  }

  private func removeSlices(of content: SlicedContent) {
    for number in 0..<content.geometry.count {
      if let departure = tier.remove(content.key.slice(number)) { depart(departure) }
    }
  }
}
