/// A cache that evicts what will be used again last (Bélády, 1966).
struct ClairvoyantCache {
  private struct Candidate {
    /// The request that uses it next.
    let next: Int
    let object: UInt32
  }

  private let byteCount: Int
  private let trace: Trace
  private var used = 0
  /// For each request, the next one for the same object; `Int.max` after the last.
  private let nextUse: [Int]
  /// The next use of each object that is there; -1 of the others.
  private var due: [Int]
  private var costs: [Int]
  /// The latest next use first. What was used or evicted since stands here wrongly, and is passed
  /// over.
  private var heap: [Candidate] = []

  /// An empty cache for a trace.
  init(byteCount: Int, trace: Trace) {
    self.byteCount = byteCount
    self.trace = trace
    var nextUse = [Int](repeating: .max, count: trace.requestCount)
    var last = [Int](repeating: .max, count: trace.objectCount)
    for index in trace.objects.indices.reversed() {
      let object = Int(trace.objects[index])
      nextUse[index] = last[object]
      last[object] = index
    }
    self.nextUse = nextUse
    due = Array(repeating: -1, count: trace.objectCount)
    costs = Array(repeating: 0, count: trace.objectCount)
  }

  /// Does a request of the trace; says whether its object was there.
  mutating func request(at index: Int) -> Bool {
    let object = trace.objects[index]
    let isHit = due[Int(object)] >= 0
    if !isHit {
      let cost = trace.sizes[index]
      guard cost <= byteCount else { return false }
      while used + cost > byteCount { evict() }
      used += cost
      costs[Int(object)] = cost
    }
    due[Int(object)] = nextUse[index]
    push(Candidate(next: nextUse[index], object: object))
    return isHit
  }

  private mutating func evict() {
    while let candidate = pop() {
      let object = Int(candidate.object)
      guard due[object] == candidate.next else { continue }
      due[object] = -1
      used -= costs[object]
      return
    }
  }

  private mutating func push(_ candidate: Candidate) {
    var place = heap.count
    heap.append(candidate)
    while place > 0 {
      let parent = (place - 1) / 2
      guard heap[parent].next < heap[place].next else { return }
      heap.swapAt(parent, place)
      place = parent
    }
  }

  private mutating func pop() -> Candidate? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if heap.isEmpty { return first }
    heap[0] = last
    var place = 0
    while true {
      var largest = place
      for child in [2 * place + 1, 2 * place + 2]
      where child < heap.count && heap[child].next > heap[largest].next {
        largest = child
      }
      if largest == place { return first }
      heap.swapAt(place, largest)
      place = largest
    }
  }
}
