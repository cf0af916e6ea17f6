import Capabilities
import Locks
import Routing

@testable import AccessTokens

/// What users may do, as a test says.
final class StandingTable: UserStanding {
  private let permissions = Mutex<[String: Permission]>([:])
  private let asked = Mutex(0)

  /// How often somebody asked.
  var askedCount: Int { asked.withLock { $0 } }

  func allow(_ userID: String, _ permission: Permission?) {
    permissions.withLock { $0[userID] = permission }
  }

  func standing(of userID: String) async throws -> OwnerStanding? {
    asked.withLock { $0 += 1 }
    return permissions.withLock { $0[userID] }.map {
      OwnerStanding(permissions: $0, allowance: Allowance(requestsPerMinute: 100))
    }
  }
}
