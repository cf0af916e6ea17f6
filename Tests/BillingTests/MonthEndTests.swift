import Capabilities
import DomainTesting
import JSON
import Persistence
import Routing
import TestSupport
import Testing

@testable import Billing

@Suite struct MonthEndTests {
  /// The 10th of April 2027, noon, and the first seconds of May and June.
  private let now: Int64 = 1_807_358_400
  private let may = BillingMonth(containing: 1_807_358_400).end
  private var june: Int64 { BillingMonth(containing: may).end }

  @Test(arguments: StorageUnderTest.allCases)
  func `a month is closed an hour after its end, once`(storage: StorageUnderTest) async throws {
    try await storage.with(BillingCapability.migrations) { database in
      let billing = BillingUnderTest(database)
      try await billing.start("starter", for: "usr_1", at: now)
      try await billing.start("free", for: "usr_2", at: now)
      #expect(try await billing.monthEnd.closeDue(at: may + 3599) == 0)
      #expect(try await billing.monthEnd.closeDue(at: may + 3600) == 2)
      #expect(try await billing.monthEnd.closeDue(at: may + 7200) == 0)
      let invoice = try #require(try await billing.invoices.list(of: "usr_1", limit: 5).first)
      // 20½ of 30 days of 29 dollars: 1981.67 cents.
      #expect(invoice.totalCents == 1982)
      #expect(invoice.state == .open)
      #expect(invoice.month.end == may)
      let nothing = try #require(try await billing.invoices.list(of: "usr_2", limit: 5).first)
      #expect(nothing.totalCents == 0)
      #expect(nothing.state == .paid)
    }
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `edges that close at the same time make each invoice once`(
    storage: StorageUnderTest
  ) async throws {
    try await storage.withSeveral(3, BillingCapability.migrations) { databases in
      let edges = databases.map { BillingUnderTest($0) }
      for number in 0..<20 {
        try await edges[0].start("starter", for: "usr_\(number)", at: now)
      }
      let counts = try await withThrowingTaskGroup(of: Int.self) { group in
        for edge in edges {
          group.addTask { [monthEnd = edge.monthEnd, june] in
            // An edge that loses all of a batch leaves the rest to the one that won.
            try await monthEnd.closeDue(at: june + 3600)
          }
        }
        return try await group.reduce(0, +)
      }
      let rest = try await edges[0].monthEnd.closeDue(at: june + 3600)
      #expect(counts + rest == 40)
      let invoices = try await databases[0].query(
        "SELECT user_id, period_start FROM billing_invoices", rowsMax: 100)
      #expect(invoices.count == 40)
      #expect(Set(invoices.map(\.values)).count == 40)
    }
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `whatever is used and changed, invoices add up to the byte and to the cent`(
    storage: StorageUnderTest
  ) async throws {
    var random = SplitMix64.announced()
    var catalog = PlanCatalog.standard.plans
    catalog[1].overageCentsPerGB = 9
    catalog[3].overageCentsPerGB = 3
    try await storage.with(BillingCapability.migrations) { database in
      let billing = BillingUnderTest(database, catalog: PlanCatalog(catalog))
      try await billing.start("free", for: "usr_1", at: now)
      var moment = now
      var used = UsageAmount()
      let end = BillingMonth(containing: june).end
      while true {
        moment += Int64.random(in: 0...150_000, using: &random)
        if moment >= end { break }
        if Int.random(in: 0..<3, using: &random) == 0 {
          let plan = catalog.randomElement(using: &random)!.name
          try await billing.change(to: plan, for: "usr_1", at: moment)
        }
        let amount = UsageAmount(
          requests: .random(in: 0...100_000, using: &random),
          bytesUp: .random(in: 0...50_000_000_000, using: &random),
          bytesDown: .random(in: 0...50_000_000_000, using: &random))
        billing.usage.use("usr_1", at: moment, amount)
        used.requests += amount.requests
        used.bytesUp += amount.bytesUp
        used.bytesDown += amount.bytesDown
      }
      #expect(try await billing.monthEnd.closeDue(at: end + 3600) == 3)
      let invoices = try await billing.invoices.list(of: "usr_1", limit: 12)
      #expect(invoices.count == 3)
      var billed = UsageAmount()
      for invoice in invoices {
        #expect(invoice.totalCents == invoice.lines.reduce(0) { $0 + $1.amountCents })
        let plans = invoice.lines.filter { $0.kind == .plan }
        let seconds = plans.reduce(0) { $0 + $1.end - $1.start }
        #expect(seconds == invoice.month.end - max(invoice.month.start, now))
        let exact = plans.reduce(Int128(0)) { sum, line in
          sum + Int128(catalog.first { $0.name == line.plan }!.priceCents)
            * Int128(line.end - line.start)
        }
        #expect(
          plans.reduce(0) { $0 + $1.amountCents }
            == CumulativeRounding.rounded(exact, Int128(invoice.month.length)))
        for line in invoice.lines {
          billed.requests += line.usage.requests
          billed.bytesUp += line.usage.bytesUp
          billed.bytesDown += line.usage.bytesDown
        }
      }
      #expect(billed == used)
    }
  }

  @Test func `an administrator notes that an invoice was paid, once`() async throws {
    try await StorageUnderTest.sqlite.with(BillingCapability.migrations) { database in
      let billing = BillingUnderTest(database)
      try await billing.start("starter", for: "usr_1", at: now)
      _ = try await billing.monthEnd.closeDue(at: may + 3600)
      let id = try #require(try await billing.invoices.list(of: "usr_1", limit: 1).first).id
      let administrator = Caller(
        .session, userID: "usr_0", credentialID: "ses_0", permissions: .admin)
      func settle(_ id: String, _ state: JSONValue, _ caller: Caller) async throws -> SentAnswer {
        try await billing.bench.send(
          SentRequest("PATCH", "/api/invoices/\(id)", ["state": state], caller: caller))
      }
      let refused = try await settle(id, "paid", BillingUnderTest.user("usr_1"))
      #expect(refused.status == 403)
      let wrong = try await settle(id, "open", administrator)
      #expect(wrong.pointers == ["/state"])
      let paid = try await settle(id, "paid", administrator)
      #expect(paid.document["state"].string == "paid")
      let again = try await settle(id, "void", administrator)
      #expect(again.problem == "invoice-settled")
      let unknown = try await settle("inv_0000000000000000000000", "paid", administrator)
      #expect(unknown.problem == "no-such-invoice")
      #expect(billing.trail.actions == ["invoice.paid"])
    }
  }

  @Test func `invoices are paged, the newest first`() async throws {
    try await StorageUnderTest.sqlite.with(BillingCapability.migrations) { database in
      let billing = BillingUnderTest(database)
      try await billing.start("starter", for: "usr_1", at: now)
      #expect(try await billing.monthEnd.closeDue(at: now + 400 * 86_400) == 13)
      var starts: [String] = []
      var query = "?limit=5"
      for _ in 0..<4 {
        let page = try await billing.bench.send(
          SentRequest(
            "GET", "/users/billing\(query)", caller: BillingUnderTest.user("usr_1"),
            at: now + 400 * 86_400))
        starts += page.document["invoices"].array.compactMap { $0["from"].string }
        guard let next = page.document["next"].integer else { break }
        query = "?limit=5&before=\(next)"
      }
      #expect(starts.count == 13)
      #expect(starts == starts.sorted().reversed())
      #expect(Set(starts).count == 13)
    }
  }
}
