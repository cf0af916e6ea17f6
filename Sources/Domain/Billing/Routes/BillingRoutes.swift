internal import Bytes
internal import Capabilities
internal import HTTP
internal import JSON
internal import Routing

/// The routes of plans, subscriptions and invoices.
struct BillingRoutes: Sendable {
  /// Invoices of one answer, and intervals of a history.
  private static let invoicesMax: Int64 = 24
  private static let historyMax = 100

  let subscriptions: Subscriptions
  let invoices: Invoices
  let changePlan: ChangePlan
  let audit: any AuditTrail

  private static let answers = [RouteAnswer(.ok, contentType: "application/json")]

  var routes: [Route] { [plans, subscription, billing, settlement] }

  private var plans: Route {
    Route(
      .get, "/users/plans", "The plans that are offered, with prices and limits.", access: .open,
      answers: Self.answers
    ) { _ in
      .json([
        "currency": "USD", "period": "month",
        "plans": .array(subscriptions.catalog.plans.map(\.json)),
      ])
    }
  }

  private var subscription: Route {
    Route(
      .put, "/users/subscription", "Puts the user on another plan at once.", access: .user,
      bodyMax: 4096,
      fields: [
        RouteField("subscriptionTier", .string, "The name of a plan.", isRequired: true)
      ], answers: Self.answers,
      problems: [BillingProblems.unknownPlan, BillingProblems.tooManyChanges]
    ) { request in
      var fields = FieldReader(try await request.json(limit: 4096))
      let name = fields.string("subscriptionTier", length: 1...32) { name in
        subscriptions.isPlan(name) ? nil : "No plan of this name is offered."
      }
      try fields.finish()
      let subscription = try await changePlan(to: name, by: request)
      let preview = try await invoices.preview(
        of: request.caller.userID, at: request.receivedAt)
      return .json([
        "subscription": BillingDocuments.subscription(subscription),
        "upcomingInvoice": BillingDocuments.preview(preview.month, preview.lines),
      ])
    }
  }

  private var billing: Route {
    Route(
      .get, "/users/billing", "The user's plans until now, and what they have cost.",
      access: .user,
      parameters: [
        RouteParameter(
          .query, "before", "Only invoices of months that begin earlier, as next says.",
          type: "integer"),
        RouteParameter(.query, "limit", "Invoices at most.", type: "integer"),
      ], answers: Self.answers
    ) { request in
      let query = try QueryParameters(of: request, knowing: ["before", "limit"])
      let before = try query.integer("before", in: 0...Int64(1 << 40)) ?? .max
      let limit = Int(try query.integer("limit", in: 1...Self.invoicesMax) ?? 12)
      let userID = request.caller.userID
      let current = try await subscriptions.subscription(of: userID)
      let history = try await subscriptions.history(of: userID, limit: Self.historyMax)
      let list = try await invoices.list(of: userID, before: before, limit: limit)
      let preview = try await invoices.preview(of: userID, at: request.receivedAt)
      return .json([
        "currency": "USD",
        "subscription": current.map(BillingDocuments.subscription) ?? .null,
        "history": .array(history.map(BillingDocuments.interval)),
        "invoices": .array(list.map(BillingDocuments.invoice)),
        "next": list.count == limit ? .integer(list[limit - 1].month.start) : .null,
        "upcomingInvoice": BillingDocuments.preview(preview.month, preview.lines),
      ])
    }
  }

  private var settlement: Route {
    Route(
      .patch, "/api/invoices/{invoiceId}", "Notes that an invoice was paid, or given up.",
      access: .administrator, bodyMax: 4096,
      fields: [RouteField("state", .string, "paid or void.", isRequired: true)], isSensitive: true,
      answers: Self.answers,
      problems: [BillingProblems.unknownInvoice, BillingProblems.settledInvoice]
    ) { request in
      var fields = FieldReader(try await request.json(limit: 4096))
      let state = fields.optionalWord("state", as: Invoice.State.self)
      if state == nil || state == .open { fields.refuse("state", "paid or void is wanted here.") }
      try fields.finish()
      let id = String(request.parameters[0])
      guard Identifier.isWellFormed(id, "inv"), let state,
        let invoice = try await invoices.invoice(id)
      else { throw Problem(BillingProblems.unknownInvoice) }
      guard invoice.state == .open else { throw Problem(BillingProblems.settledInvoice) }
      try await audit.record(
        AuditEntry(
          "invoice.\(state.rawValue)", actorID: request.caller.userID, subjectID: id,
          address: "\(request.peer)", requestID: request.id, happenedAt: request.receivedAt,
          details: [.init("cents", .integer(invoice.totalCents))]))
      guard try await invoices.settle(id, as: state), let after = try await invoices.invoice(id)
      else { throw Problem(BillingProblems.settledInvoice) }
      return .json(BillingDocuments.invoice(after))
    }
  }
}
