import ContentDelivery
import Testing

@testable import WalrusUpstream

@Suite struct DeliveryTests {
  private static func deliver(_ count: Int, _ delivery: inout Delivery) -> Bool {
    delivery.delivered(count)
  }

  @Test func `a whole content is counted to its end`() {
    var delivery = Delivery(OriginHead(length: 10, source: "a"))
    #expect(delivery.missing == 0...9)
    #expect(Self.deliver(4, &delivery))
    #expect(delivery.missing == 4...9)
    #expect(!delivery.isWhole)
    #expect(Self.deliver(6, &delivery))
    #expect(delivery.isWhole)
    #expect(delivery.missing == nil)
    #expect(!Self.deliver(1, &delivery))
  }

  @Test func `another response fits when its total is the same`() {
    var delivery = Delivery(OriginHead(length: 10, source: "a"))
    _ = delivery.delivered(4)
    func part(_ positions: ClosedRange<Int64>, _ total: Int64?) -> OriginHead {
      OriginHead(
        coverage: .part(positions), length: Int64(positions.count), total: total, source: "b")
    }
    #expect(delivery.skip(in: part(4...9, 10)) == 0)
    #expect(delivery.skip(in: part(4...8, 10)) == nil)
    #expect(delivery.skip(in: part(4...9, 11)) == nil)
    #expect(delivery.skip(in: part(4...9, nil)) == nil)
    #expect(delivery.skip(in: OriginHead(length: 10, source: "b")) == 4)
    #expect(delivery.skip(in: OriginHead(length: 11, source: "b")) == nil)
    #expect(delivery.skip(in: OriginHead(length: nil, source: "b")) == nil)
  }

  @Test func `a part goes on inside its own range`() {
    let head = OriginHead(coverage: .part(10...19), length: 10, total: 100, source: "a")
    var delivery = Delivery(head)
    _ = delivery.delivered(3)
    #expect(delivery.missing == 13...19)
    // Skipping to the end of the part in a whole response would bring too much.
    #expect(delivery.skip(in: OriginHead(length: 100, source: "b")) == nil)
  }

  @Test func `without a length there is no going on`() {
    var delivery = Delivery(OriginHead(length: nil, source: "a"))
    #expect(Self.deliver(1 << 30, &delivery))
    #expect(delivery.isWhole)
    #expect(delivery.missing == nil)
  }

  @Test func `a head of unknown length that brought nothing may be replaced`() {
    func restart(_ delivery: inout Delivery, _ head: OriginHead) -> Bool {
      delivery.restart(with: head)
    }
    var delivery = Delivery(OriginHead(length: nil, source: "a"))
    #expect(delivery.isUntouched)
    var typed = OriginHead(length: 10, source: "b")
    typed.attributes.contentType = "text/plain"
    #expect(!restart(&delivery, typed), "it was announced without a type")
    let part = OriginHead(coverage: .part(0...9), length: 10, total: 10, source: "b")
    #expect(!restart(&delivery, part))
    #expect(restart(&delivery, OriginHead(length: 10, source: "b")))
    #expect(!delivery.isUntouched)
    #expect(Self.deliver(10, &delivery))
    #expect(delivery.isWhole)
    #expect(!Self.deliver(1, &delivery), "the length of the second counts")
  }

  @Test func `what has been touched or has a length is not replaced`() {
    var touched = Delivery(OriginHead(length: nil, source: "a"))
    _ = touched.delivered(1)
    #expect(!touched.isUntouched)
    #expect(!Delivery(OriginHead(length: 10, source: "a")).isUntouched)
  }
}
