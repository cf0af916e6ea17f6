package import Capabilities
internal import JSON
package import Persistence
package import Routing

/// Plans, subscriptions and invoices.
package struct BillingCapability: Capability {
  /// The settings that the capability reads.
  package typealias Section = BillingSettings

  package static let name = "billing"
  package static let problems = BillingProblems.all

  /// Who is subscribed to what.
  package let subscriptions: Subscriptions
  /// What is owed.
  package let invoices: Invoices
  private let audit: any AuditTrail
  private let changes: any CredentialChanges

  /// Billing over a database.
  ///
  /// - Parameter changes: told when a plan was changed, and with it what credentials allow.
  package init(
    subscriptions: Subscriptions, invoices: Invoices, audit: any AuditTrail,
    changes: any CredentialChanges
  ) {
    self.subscriptions = subscriptions
    self.invoices = invoices
    self.audit = audit
    self.changes = changes
  }

  package var routes: [Route] {
    BillingRoutes(
      subscriptions: subscriptions, invoices: invoices,
      changePlan: ChangePlan(subscriptions: subscriptions, audit: audit, changes: changes),
      audit: audit
    ).routes
  }

  package static let migrations = [
    Migration(
      id: "billing-0001",
      statements: [
        """
        CREATE TABLE billing_subscriptions (
          user_id TEXT NOT NULL PRIMARY KEY, terms TEXT NOT NULL, plan_since BIGINT NOT NULL,
          started_at BIGINT NOT NULL, unbilled_from BIGINT NOT NULL,
          interval_number BIGINT NOT NULL)
        """,
        """
        CREATE INDEX billing_subscriptions_unbilled
          ON billing_subscriptions (unbilled_from, user_id)
        """,
        """
        CREATE TABLE billing_intervals (
          user_id TEXT NOT NULL, number BIGINT NOT NULL, terms TEXT NOT NULL,
          started_at BIGINT NOT NULL, ended_at BIGINT, PRIMARY KEY (user_id, number))
        """,
        """
        CREATE TABLE billing_invoices (
          id TEXT NOT NULL PRIMARY KEY, user_id TEXT NOT NULL, period_start BIGINT NOT NULL,
          period_end BIGINT NOT NULL, state TEXT NOT NULL, closed_at BIGINT NOT NULL,
          total_cents BIGINT NOT NULL, UNIQUE (user_id, period_start))
        """,
        """
        CREATE TABLE billing_lines (
          invoice_id TEXT NOT NULL, number BIGINT NOT NULL, kind TEXT NOT NULL, plan TEXT NOT NULL,
          from_at BIGINT NOT NULL, to_at BIGINT NOT NULL, requests BIGINT NOT NULL,
          bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL, overage_bytes BIGINT NOT NULL,
          amount_cents BIGINT NOT NULL, PRIMARY KEY (invoice_id, number))
        """,
      ])
  ]
}
