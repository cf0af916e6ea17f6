extension MemoryTier {
  /// Puts content into the place of what has the same bytes under the same key: to the policy it is
  /// the same entry, with the hits that it had.
  ///
  /// - Returns: what was replaced; nil when it is not there any more.
  func replace(_ content: StoredContent, with successor: StoredContent) -> Departure? {
    precondition(content.key == successor.key && content.body === successor.body)
    guard let index = table.find(content.key) else { return nil }
    let entry = unsafe table.entries[index]
    guard unsafe !entry.pointee.isBorrowed,
      unsafe entry.pointee.content.takeUnretainedValue() === content
    else { return nil }
    successor.head.setHits(content.hits)
    var next = ContentEntry(successor, isBorrowed: false)
    unsafe next.wasVisited = entry.pointee.wasVisited
    unsafe next.queue = entry.pointee.queue
    unsafe next.newer = entry.pointee.newer
    unsafe next.older = entry.pointee.older
    let departure = Departure(content: content, borrowers: unsafe entry.pointee.borrowers)
    unsafe entry.pointee.content.release()
    unsafe entry.pointee = next
    return departure
  }
}
