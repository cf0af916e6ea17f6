import Capabilities
import DomainTesting
import JSON
import Persistence
import Routing
import TestSupport
import Testing

@testable import Billing

@Suite struct SubscriptionTests {
  /// The 10th of April 2027, noon.
  private let now: Int64 = 1_807_358_400

  @Test(arguments: StorageUnderTest.allCases)
  func `a plan is changed at once, and the invoice shows both by the second`(
    storage: StorageUnderTest
  ) async throws {
    try await storage.with(BillingCapability.migrations) { database in
      let billing = BillingUnderTest(database)
      try await billing.start("starter", for: "usr_1", at: now)
      billing.usage.use("usr_1", at: now + 5, UsageAmount(requests: 3, bytesUp: 1, bytesDown: 2))
      let answer = try await billing.bench.send(
        SentRequest(
          "PUT", "/users/subscription", ["subscriptionTier": "professional"],
          caller: BillingUnderTest.user("usr_1"), at: now + 86_400))
      #expect(answer.status == 200)
      #expect(answer.document["subscription"]["tier"].string == "professional")
      let lines = answer.document["upcomingInvoice"]["lines"].array
      // A thirtieth of 29 dollars, to the cent; the new plan begins now.
      #expect(lines.map { $0["amountCents"].integer } == [97, 0])
      #expect(lines[1]["requests"].integer == 3)
      #expect(billing.changes.told == ["user usr_1"])
      #expect(billing.trail.actions == ["plan.changed"])
      #expect(
        try await billing.subscriptions.allowance(of: "usr_1").requestsPerMinute == 1000)
      #expect(try await billing.subscriptions.permissions(of: "usr_1").contains(.writeCDN))
      let page = try await billing.bench.send(
        SentRequest(
          "GET", "/users/billing", caller: BillingUnderTest.user("usr_1"), at: now + 90_000))
      #expect(
        page.document["history"].array.map { $0["tier"].string } == ["professional", "starter"])
      #expect(page.document["history"][1]["to"].string == "2027-04-11T12:00:00Z")
    }
  }

  @Test(
    arguments: [
      (["subscriptionTier": "gold"], 422, ["/subscriptionTier"]),
      (["subscriptionTier": 5], 422, ["/subscriptionTier"]),
      (["subscriptionTier": "free", "price": 0], 422, ["/price"]),
      ([:], 422, ["/subscriptionTier"]),
    ] as [(JSONValue, Int, [String])])
  func `what is no plan is refused, with its place`(
    document: JSONValue, status: Int, pointers: [String]
  ) async throws {
    try await StorageUnderTest.sqlite.with(BillingCapability.migrations) { database in
      let billing = BillingUnderTest(database)
      let answer = try await billing.bench.send(
        SentRequest(
          "PUT", "/users/subscription", document, caller: BillingUnderTest.user("usr_1")))
      #expect(answer.status == status)
      #expect(answer.pointers == pointers)
      #expect(billing.trail.actions == [])
    }
  }

  @Test func `anybody sees the plans, and nobody without a session changes one`() async throws {
    try await StorageUnderTest.sqlite.with(BillingCapability.migrations) { database in
      let bench = BillingUnderTest(database).bench
      let plans = try await bench.send(SentRequest("GET", "/users/plans"))
      #expect(
        plans.document["plans"].array.map { $0["name"].string }
          == ["free", "starter", "professional", "enterprise"])
      let change = SentRequest("PUT", "/users/subscription", ["subscriptionTier": "enterprise"])
      let anonymous = try await bench.send(change)
      #expect(anonymous.status == 401)
      var token = change
      token.caller = Caller(.token, userID: "u", credentialID: "t", permissions: .admin)
      let refused = try await bench.send(token)
      #expect(refused.status == 403)
    }
  }

  @Test func `who never chose has the default plan, and can choose`() async throws {
    try await StorageUnderTest.sqlite.with(BillingCapability.migrations) { database in
      let billing = BillingUnderTest(database)
      #expect(try await billing.subscriptions.plan(of: "usr_9").name == "free")
      try await billing.change(to: "starter", for: "usr_9", at: now)
      #expect(try await billing.subscriptions.plan(of: "usr_9").name == "starter")
    }
  }

  @Test func `a plan that is offered no more goes on on its old terms`() async throws {
    try await StorageUnderTest.sqlite.with(BillingCapability.migrations) { database in
      try await BillingUnderTest(database).start("starter", for: "usr_1", at: now)
      let smaller = BillingUnderTest(
        database, catalog: PlanCatalog([PlanCatalog.standard.plans[0]]))
      #expect(try await smaller.subscriptions.plan(of: "usr_1").priceCents == 2900)
    }
  }

  @Test func `without its audit line a plan is not changed`() async throws {
    try await StorageUnderTest.sqlite.with(BillingCapability.migrations) { database in
      let billing = BillingUnderTest(database)
      try await billing.start("free", for: "usr_1", at: now)
      billing.trail.fill()
      let answer = try await billing.bench.send(
        SentRequest(
          "PUT", "/users/subscription", ["subscriptionTier": "enterprise"],
          caller: BillingUnderTest.user("usr_1"), at: now + 1))
      #expect(answer.status == 500)
      #expect(try await billing.subscriptions.plan(of: "usr_1").name == "free")
    }
  }

  @Test func `a plan cannot be changed for ever`() async throws {
    try await StorageUnderTest.sqlite.with(BillingCapability.migrations) { database in
      let billing = BillingUnderTest(database)
      try await billing.start("free", for: "usr_1", at: now)
      let names = ["starter", "free"]
      let problem = await #expect(throws: Problem.self) {
        for count in 0..<100 {
          try await billing.change(to: names[count % 2], for: "usr_1", at: now + Int64(count))
        }
      }
      #expect(problem?.type == BillingProblems.tooManyChanges)
      // The next month is another.
      try await billing.change(to: "enterprise", for: "usr_1", at: now + 30 * 86_400)
    }
  }
}
