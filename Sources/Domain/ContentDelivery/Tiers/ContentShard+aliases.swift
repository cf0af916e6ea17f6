/// Names by which a shard finds content that has another key: those of patches in their quilts, once
/// it is known which patches they are. An alias is a borrowed entry under the name, whoever is the
/// content's home, and goes with the content.
extension ContentShard {
  /// Answers to a name with content that this shard has under its own key.
  func alias(_ name: ContentKey, to content: StoredContent) {
    // Only of what is in the table here: the home tells us when that goes.
    guard let entry = unsafe entry(of: content.key),
      unsafe entry.pointee.content.takeUnretainedValue() === content
    else { return }
    dropAlias(of: content.key)
    if let other = unsafe self.entry(of: name) {
      // What was fetched under the name is no worse.
      guard unsafe other.pointee.isBorrowed else { return }
      dropAlias(of: unsafe other.pointee.content.takeUnretainedValue().key)
      drop(name)
    }
    makeRoomToBorrow()
    let index = table.insert(ContentEntry(content, isBorrowed: true, name: name))
    borrowings.inserted(index, in: table.entries)
    borrowedCount += 1
    aliases[content.key] = name
  }

  /// The key of the content that this shard answers with to a name.
  func target(ofAlias name: ContentKey) -> ContentKey? {
    guard let entry = unsafe entry(of: name) else { return nil }
    let key = unsafe entry.pointee.content.takeUnretainedValue().key
    return key == name ? nil : key
  }

  /// Answers no longer to the other name of content. With an identity, only if it is that very
  /// content.
  func dropAlias(of key: ContentKey, ifIdentical identity: ObjectIdentifier? = nil) {
    guard !aliases.isEmpty, let name = aliases[key] else { return }
    if let index = table.find(name), unsafe table.entries[index].pointee.isBorrowed {
      let content = unsafe table.entries[index].pointee.content.takeUnretainedValue()
      if let identity, ObjectIdentifier(content) != identity { return }
      borrowings.removed(index, in: table.entries)
      _ = table.remove(name)
      borrowedCount -= 1
    }
    aliases[key] = nil
  }
}
