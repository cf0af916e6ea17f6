/// The first place where the chain of the audit log does not hold.
package enum AuditBreak: Hashable, Sendable, CustomStringConvertible {
  /// An entry was removed from between others.
  case removed(number: Int64)
  /// An entry does not say any more what it said when it was written.
  case changed(number: Int64)
  /// An entry is not tied to the one before it: entries were reordered, replaced or written anew.
  case outOfPlace(number: Int64)
  /// Entries were removed from the end; the head still counts them.
  case truncated(last: Int64, head: Int64)
  /// The head counts fewer entries than there are, or has another hash than the last of them.
  case headChanged(number: Int64)
  /// A head that was kept elsewhere is not a part of this chain.
  case notExpected(number: Int64)

  package var description: String {
    switch self {
    case .removed(let number): "entry \(number) was removed"
    case .changed(let number): "entry \(number) was changed"
    case .outOfPlace(let number):
      "entry \(number) does not follow the one before it: entries were reordered or replaced"
    case .truncated(let last, let head):
      "the entries from \(last + 1) to \(head) were removed from the end"
    case .headChanged(let number): "the head of the log was changed, at entry \(number)"
    case .notExpected(let number): "entry \(number) is not the one that was expected"
    }
  }
}
