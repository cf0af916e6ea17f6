internal import HTTP
package import Routing

/// The problems of plans and invoices.
package enum BillingProblems {
  /// The plan is not offered.
  package static let unknownPlan = ProblemType(
    slug: "no-such-plan", status: .unprocessableContent, title: "No such plan",
    advice: "GET /users/plans lists the plans that are offered, by their names.")
  /// The plan was changed too often.
  package static let tooManyChanges = ProblemType(
    slug: "too-many-plan-changes", status: .conflict, title: "Plan changed too often",
    advice: "A plan can be changed \(Subscriptions.changesPerMonthMax) times in a month of UTC.")
  /// There is no such invoice.
  package static let unknownInvoice = ProblemType(
    slug: "no-such-invoice", status: .notFound, title: "No such invoice",
    advice: "No invoice has this id. GET /users/billing lists those of a user.")
  /// The invoice is not open any more.
  package static let settledInvoice = ProblemType(
    slug: "invoice-settled", status: .conflict, title: "Invoice settled already",
    advice: "An invoice that was paid or given up stays so.")

  /// All of them.
  package static let all = [unknownPlan, tooManyChanges, unknownInvoice, settledInvoice]

  /// The problem of a name that is no plan.
  static func noSuchPlan(_ name: String) -> Problem {
    Problem(unknownPlan, detail: "No plan of this name is offered.")
  }
}
