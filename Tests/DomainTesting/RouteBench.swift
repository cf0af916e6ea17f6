import HTTP
import Routing

/// Routes without a server: requests go in, answers come out.
package struct RouteBench: Sendable {
  private let routes: [Route]

  /// A bench of these routes.
  package init(_ routes: [Route]) { self.routes = routes }

  /// The answer to a request, whose caller has been proven as it says.
  package func send(_ request: SentRequest) async throws -> SentAnswer {
    let router = try Router(routes, admission: ProvenCaller(caller: request.caller))
    let response = await router.respond(to: request.made())
    let content: [UInt8] = if case .bytes(let bytes) = response.body { bytes } else { [] }
    return SentAnswer(
      status: Int(response.status.code), fields: response.fields, content: content)
  }
}
