import Capabilities
import DomainTesting
import JSON
import Routing
import Testing

@testable import Billing

@Suite struct PlanTests {
  @Test(
    arguments: [
      ("free", 0, 10, 1000, 10_000, 1), ("starter", 2900, 100, 50_000, 1_000_000, 10),
      ("professional", 9900, 1000, 1_000_000, 10_000_000, 100),
      ("enterprise", 29_900, 10_000, 10_000_000, 100_000_000, 1000),
    ] as [(String, Int64, Int64, Int64, Int64, Int64)])
  func `the plans are those of the price list`(
    name: String, cents: Int64, minute: Int64, day: Int64, month: Int64, gigabytes: Int64
  ) throws {
    let plan = try #require(PlanCatalog.standard[name])
    #expect(plan.priceCents == cents)
    #expect(plan.requestsPerMinute == minute)
    #expect(plan.requestsPerDay == day)
    #expect(plan.requestsPerMonth == month)
    #expect(plan.bytesPerMonth == gigabytes * 1_000_000_000)
    #expect(plan.features.count == 3)
    #expect(!plan.permissions.contains(.admin))
    #expect(plan.permissions.isSuperset(of: [.readCDN, .uploadFiles]))
  }

  @Test func `a catalog is read back from what it shows`() throws {
    #expect(try PlanCatalog(reading: PlanCatalog.standard.json.bytes) == .standard)
  }

  @Test func `everything that is wrong with a file of plans is told at once`() throws {
    let text = """
      {"plans": [
        {"name": "Free!", "title": "", "priceCents": -1, "requestsPerMinute": 0,
         "requestsPerDay": 1, "requestsPerMonth": 1, "bytesPerMonth": 1.5,
         "permissions": ["ADMIN", "READ_CDN", "FLY"]},
        {"name": "a", "title": "A", "priceCents": 1, "requestsPerMinute": 1, "requestsPerDay": 1,
         "requestsPerMonth": 1, "bytesPerMonth": 1, "overageCentsPerGB": "2", "colour": "red"},
        {"name": "a", "title": "A", "priceCents": 1, "requestsPerMinute": 1, "requestsPerDay": 1,
         "requestsPerMonth": 1, "bytesPerMonth": 1}
      ], "more": 1}
      """
    let error = #expect(throws: InvalidFields.self) {
      try PlanCatalog(reading: Array(text.utf8))
    }
    let pointers = error?.faults.map(\.pointer) ?? []
    #expect(
      Set(pointers) == [
        "/plans/0/name", "/plans/0/title", "/plans/0/priceCents", "/plans/0/requestsPerMinute",
        "/plans/0/bytesPerMonth", "/plans/0/permissions/0", "/plans/0/permissions/2",
        "/plans/1/overageCentsPerGB", "/plans/1/colour", "/more",
      ])
    let twice =
      #"{"plans":[\#(PlanCatalog.standard.plans[0].json.text),"#
      + #"\#(PlanCatalog.standard.plans[0].json.text)]}"#
    let second = #expect(throws: InvalidFields.self) {
      try PlanCatalog(reading: Array(twice.utf8))
    }
    #expect(second?.faults.map(\.pointer) == ["/plans/1/name"])
    for none in [#"{"plans":[]}"#, "{}", "[]", #"{"plans":{}}"#] {
      #expect(throws: InvalidFields.self) { try PlanCatalog(reading: Array(none.utf8)) }
    }
  }

  @Test func `where more bytes are for sale, bytes are no limit`() throws {
    var plan = try #require(PlanCatalog.standard["starter"])
    #expect(plan.allowance.bytesPerMonth == 10_000_000_000)
    plan.overageCentsPerGB = 5
    #expect(plan.allowance.bytesPerMonth == nil)
    #expect(plan.allowance.requestsPerMinute == 100)
  }
}
