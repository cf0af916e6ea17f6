/// Entries in the order of their arrival, linked through themselves.
struct EntryQueue {
  private(set) var newest = ContentEntry.none
  private(set) var oldest = ContentEntry.none
  private(set) var count = 0

  /// Adds an entry as the newest.
  mutating func append(_ index: ContentEntry.Index, in entries: EntrySlab) {
    let entry = unsafe entries[index]
    unsafe entry.pointee.older = newest
    unsafe entry.pointee.newer = ContentEntry.none
    if newest == ContentEntry.none {
      oldest = index
    } else {
      unsafe entries[newest].pointee.newer = index
    }
    newest = index
    count += 1
  }

  /// Takes an entry out, wherever it is.
  mutating func remove(_ index: ContentEntry.Index, in entries: EntrySlab) {
    let (newer, older) = unsafe (entries[index].pointee.newer, entries[index].pointee.older)
    if newer == ContentEntry.none {
      newest = older
    } else {
      unsafe entries[newer].pointee.older = older
    }
    if older == ContentEntry.none {
      oldest = newer
    } else {
      unsafe entries[older].pointee.newer = newer
    }
    count -= 1
  }
}
