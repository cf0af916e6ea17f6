import TestSupport
import Testing

@testable import ContentDelivery

@Suite struct VerificationQueueTests {
  typealias Queue = VerificationQueue<Int>

  @Test func `the urgent go first, then those in demand, then those who came first`() {
    var queue = Queue(countMax: 10)
    let demands = [1: 0, 2: 3, 3: 3, 4: 9, 5: 0, 6: 0]
    for (element, priority) in [
      (1, Queue.Priority.sampled), (2, .sampled), (3, .sampled), (4, .wanted), (5, .held),
      (6, .suspect),
    ] {
      guard case .inserted = queue.insert(element, priority) else {
        Issue.record("\(element) was not inserted")
        return
      }
    }
    var order: [Int] = []
    while let next = queue.next({ demands[$0] ?? 0 }) { order.append(next.element) }
    #expect(order == [5, 6, 4, 2, 3, 1])
    #expect(queue.priority == nil)
  }

  @Test func `a full queue keeps the more urgent`() {
    var queue = Queue(countMax: 3)
    for element in 1...3 { _ = queue.insert(element, .sampled) }
    guard case .refused = queue.insert(4, .sampled) else {
      Issue.record("no less urgent one was there")
      return
    }
    guard case .displaced(3) = queue.insert(5, .held) else {
      Issue.record("the latest of the least urgent gives way")
      return
    }
    #expect(queue.count == 3)
    let next = queue.next { _ in 0 }
    #expect(next?.element == 5)
  }

  @Test func `it never holds more than it may, and loses nothing in silence`() {
    var random = SplitMix64.announced()
    var queue = Queue(countMax: 8)
    var inside: Set<Int> = []
    for element in 0..<5000 {
      if Bool.random(using: &random), let next = queue.next({ $0 % 5 }) {
        #expect(inside.remove(next.element) != nil)
      }
      let priority = Queue.Priority(rawValue: Int.random(in: 0...3, using: &random)) ?? .held
      switch queue.insert(element, priority) {
      case .inserted: inside.insert(element)
      case .refused: break
      case .displaced(let other):
        #expect(inside.remove(other) != nil)
        inside.insert(element)
      }
      #expect(queue.count == inside.count && queue.count <= 8)
    }
  }
}
