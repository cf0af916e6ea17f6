/// Checks that wait for their turn: the more urgent first, and among equals what is asked for most.
///
/// Bounded; what is least urgent gives way to what is more so.
struct VerificationQueue<Element> {
  /// How urgent a check is.
  enum Priority: Int, Comparable {
    /// Content that happened to be drawn.
    case sampled
    /// Content that much else depends on.
    case wanted
    /// Content that contradicts what was fetched before.
    case suspect
    /// Content whose last byte is held back.
    case held

    static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }
  }

  /// What came of an insertion.
  enum Insertion {
    case inserted
    /// There was no room.
    case refused
    /// Another had to give way.
    case displaced(Element)
  }

  private struct Entry {
    let priority: Priority
    let element: Element
  }

  private let countMax: Int
  /// In the order of their arrival.
  private var entries: [Entry] = []

  /// An empty queue for so many.
  init(countMax: Int) { self.countMax = max(countMax, 1) }

  var count: Int { entries.count }

  /// The most urgent of the priorities that wait.
  var priority: Priority? { entries.lazy.map(\.priority).max() }

  /// Lets one more wait.
  mutating func insert(_ element: Element, _ priority: Priority) -> Insertion {
    guard entries.count >= countMax else {
      entries.append(Entry(priority: priority, element: element))
      return .inserted
    }
    // The latest of the least urgent.
    let least = entries.indices.min { left, right in
      (entries[left].priority, -left) < (entries[right].priority, -right)
    }
    guard let least, entries[least].priority < priority else { return .refused }
    let displaced = entries.remove(at: least).element
    entries.append(Entry(priority: priority, element: element))
    return .displaced(displaced)
  }

  /// Takes the one whose turn it is.
  ///
  /// - Parameter demand: how much an element is asked for.
  mutating func next(_ demand: (Element) -> Int) -> (element: Element, priority: Priority)? {
    guard let priority else { return nil }
    var best: (index: Int, demand: Int)?
    for index in entries.indices where entries[index].priority == priority {
      let demand = demand(entries[index].element)
      if demand > best?.demand ?? -1 { best = (index, demand) }
    }
    guard let best else { return nil }
    return (entries.remove(at: best.index).element, priority)
  }
}
