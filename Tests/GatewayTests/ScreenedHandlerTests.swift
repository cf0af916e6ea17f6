import AddressScreening
import Capabilities
import HTTP
import HTTPServer
import Routing
import Settings
import Testing

@testable import Gateway

/// What an answer says of who asked.
@Suite struct ScreenedHandlerTests {
  /// Is never asked.
  private struct Nobody: RequestHandler {
    func respond(to request: Request) async -> Response { Response(.internalServerError) }
  }

  private func handler() throws -> ScreenedHandler {
    let settings = try SettingsSources().load(AddressScreeningSettings.self).settings
    return ScreenedHandler(
      rules: AddressRules(settings, counts: SecurityCounts(), now: { 0 }), next: Nobody(),
      signIn: 7)
  }

  private static let cases:
    [(
      status: Status, cache: RequestOutcome.CacheResult, route: UInt16, meter: UInt32,
      offence: AddressOffence?
    )] = [
      (.ok, .hit, 1, 0, nil), (.ok, .stale, 1, 0, nil), (.notFound, .negativeHit, 1, 0, nil),
      (.ok, .miss, 1, 0, .uncached), (.ok, .collapsed, 1, 0, .uncached),
      (.ok, .none, 1, 0, .uncached), (.badGateway, .none, 1, 0, .uncached),
      (.internalServerError, .none, 1, 0, .uncached), (.forbidden, .none, 1, 0, .uncached),
      (.notFound, .none, 0, 0, .refused), (.unauthorized, .none, 1, 0, .refused),
      (.badRequest, .none, 1, 0, .refused), (.tooManyRequests, .none, 1, 0, nil),
      (.unauthorized, .none, 7, 0, .signInFailed), (.tooManyRequests, .none, 7, 0, .signInFailed),
      (.ok, .none, 7, 0, .uncached), (.notFound, .none, 1, 5, nil), (.ok, .miss, 1, 5, nil),
    ]

  @Test func `what is refused, fails or is not in memory counts, for those without a credential`()
    throws
  {
    let handler = try handler()
    for row in Self.cases {
      var response = Response(row.status, cache: row.cache)
      response.route = row.route
      response.meter = row.meter
      #expect(handler.offence(response) == row.offence, "\(row)")
    }
    #expect(handler.rules.counts.count(.loginFailed) == 1)
  }
}
