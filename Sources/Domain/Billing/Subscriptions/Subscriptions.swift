package import Capabilities
internal import JSON
package import Persistence
package import Routing

/// Who is subscribed to what, and was: the part of billing that registration, the guard and the
/// limits ask.
package struct Subscriptions: Sendable {
  /// The most changes of plan in a month, so that an invoice has an end.
  package static let changesPerMonthMax: Int64 = 50

  /// What is offered.
  package let catalog: PlanCatalog
  /// What users have who never chose: those that an operator made.
  package let defaultPlan: Plan
  private let database: any Database

  /// The subscriptions of a database.
  ///
  /// - Parameter defaultPlan: one of the catalog.
  package init(_ database: any Database, catalog: PlanCatalog, defaultPlan: Plan) {
    self.database = database
    self.catalog = catalog
    self.defaultPlan = defaultPlan
  }

  /// Whether a plan of this name is offered.
  package func isPlan(_ name: String) -> Bool { catalog[name] != nil }

  /// Subscribes a user who has no subscription yet, as a part of whatever makes the user.
  ///
  /// - Throws: `Problem` (`no-such-plan`), `DatabaseFailure`; `.uniqueViolation` when there is one.
  package func start(
    plan name: String, for userID: String, in transaction: any DatabaseTransaction, at now: Int64
  ) async throws {
    guard let plan = catalog[name] else { throw BillingProblems.noSuchPlan(name) }
    try await insert(plan, for: userID, in: transaction, at: now)
  }

  /// What a user is subscribed to; nil for who never chose.
  package func subscription(of userID: String) async throws(DatabaseFailure) -> Subscription? {
    try await Self.subscription(of: userID, in: database)
  }

  /// The plan that holds for a user: as it is offered now, or on its old terms when it is offered
  /// no more.
  package func plan(of userID: String) async throws(DatabaseFailure) -> Plan {
    guard let taken = try await subscription(of: userID)?.plan else { return defaultPlan }
    return catalog[taken.name] ?? taken
  }

  /// What all credentials of a user may use together.
  package func allowance(of userID: String) async throws(DatabaseFailure) -> Allowance {
    try await plan(of: userID).allowance
  }

  /// What a user may do by the plan; a role may add to it.
  package func permissions(of userID: String) async throws(DatabaseFailure) -> Permission {
    try await plan(of: userID).permissions
  }

  /// Puts a user on another plan at once.
  ///
  /// - Returns: what holds from now on; as before where it is the same plan on the same terms.
  /// - Throws: `Problem`, `DatabaseFailure`.
  package func change(
    to plan: Plan, for userID: String, at now: Int64
  ) async throws -> Subscription {
    try await database.transaction { transaction in
      guard let current = try await Self.current(of: userID, in: transaction) else {
        try await insert(plan, for: userID, in: transaction, at: now)
        return Subscription(plan: plan, since: now, startedAt: now)
      }
      if current.subscription.plan == plan { return current.subscription }
      // Clocks of several edges differ: time does not go back for a subscription.
      let now = max(now, current.subscription.since, current.unbilledFrom)
      let month = BillingMonth(containing: now)
      let changes = try await transaction.first(
        """
        SELECT COUNT(*) FROM billing_intervals
        WHERE user_id = \(userID) AND started_at >= \(month.start) AND started_at < \(month.end)
        """)
      guard try (changes?.value(at: 0) ?? Int64(0)) < Self.changesPerMonthMax else {
        throw Problem(BillingProblems.tooManyChanges)
      }
      let terms = plan.json.text
      try await transaction.execute(
        """
        UPDATE billing_subscriptions
        SET terms = \(terms), plan_since = \(now), interval_number = \(current.number + 1)
        WHERE user_id = \(userID)
        """)
      try await transaction.execute(
        """
        UPDATE billing_intervals SET ended_at = \(now)
        WHERE user_id = \(userID) AND number = \(current.number)
        """)
      try await transaction.execute(
        """
        INSERT INTO billing_intervals (user_id, number, terms, started_at)
        VALUES (\(userID), \(current.number + 1), \(terms), \(now))
        """)
      return Subscription(plan: plan, since: now, startedAt: current.subscription.startedAt)
    }
  }

  /// What a user was subscribed to, the newest first.
  package func history(of userID: String, limit: Int) async throws -> [PlanInterval] {
    try await database.query(
      """
      SELECT terms, started_at, ended_at FROM billing_intervals
      WHERE user_id = \(userID) ORDER BY number DESC LIMIT \(limit)
      """
    ).map(Self.interval)
  }

  /// What a user was subscribed to in a month, in the order of time.
  static func intervals(
    of userID: String, in month: BillingMonth, from session: any DatabaseSession
  ) async throws -> [PlanInterval] {
    try await session.query(
      """
      SELECT terms, started_at, ended_at FROM billing_intervals
      WHERE user_id = \(userID) AND started_at < \(month.end)
        AND (ended_at IS NULL OR ended_at > \(month.start))
      ORDER BY number
      """
    ).map(interval)
  }

  private static func interval(_ row: Row) throws -> PlanInterval {
    PlanInterval(
      plan: try plan(row.value(at: 0)), start: try row.value(at: 1), end: try row.value(at: 2))
  }

  private func insert(
    _ plan: Plan, for userID: String, in transaction: any DatabaseTransaction, at now: Int64
  ) async throws {
    let terms = plan.json.text
    try await transaction.execute(
      """
      INSERT INTO billing_subscriptions
        (user_id, terms, plan_since, started_at, unbilled_from, interval_number)
      VALUES (\(userID), \(terms), \(now), \(now), \(BillingMonth(containing: now).start), 0)
      """)
    try await transaction.execute(
      """
      INSERT INTO billing_intervals (user_id, number, terms, started_at)
      VALUES (\(userID), 0, \(terms), \(now))
      """)
  }

  private static func subscription(
    of userID: String, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> Subscription? {
    try await current(of: userID, in: session)?.subscription
  }

  private static func current(
    of userID: String, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> (
    subscription: Subscription, number: Int64, unbilledFrom: Int64
  )? {
    let row = try await session.first(
      """
      SELECT terms, plan_since, started_at, interval_number, unbilled_from
      FROM billing_subscriptions WHERE user_id = \(userID)
      """)
    guard let row else { return nil }
    let subscription = Subscription(
      plan: try plan(row.value(at: 0)), since: try row.value(at: 1),
      startedAt: try row.value(at: 2))
    return (subscription, try row.value(at: 3), try row.value(at: 4))
  }

  /// The plan that was written into a row.
  private static func plan(_ terms: String) throws(DatabaseFailure) -> Plan {
    do {
      return try Plan(JSONReader.read(Array(terms.utf8)))
    } catch {
      throw DatabaseFailure(.unexpectedShape, "the terms of a subscription are no plan")
    }
  }
}
