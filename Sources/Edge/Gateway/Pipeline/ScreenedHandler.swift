internal import AddressScreening
internal import Capabilities
internal import HTTP
internal import HTTPServer
internal import Routing

/// The gate before everything that is not answered on the loop: refuses addresses that are shut out,
/// and sees what becomes of the requests of those who have proven nothing.
///
/// What counts against an address is one of three: refused, when the answer is a 4xx by the client's
/// fault; a failed sign-in; or uncached, for any other answer that does not come from memory. What a
/// limit refuses is told by the meter that has the limit, and what is answered from memory counts for
/// nothing, here or on the loop. A caller whom the guard knows is not watched.
struct ScreenedHandler: RequestHandler {
  let rules: AddressRules
  let next: any RequestHandler
  /// The number of the route at which users sign in.
  let signIn: UInt16

  func respond(to request: Request) async -> Response {
    if let refusal = rules.refusal(of: request.peer, at: request.receivedAt) {
      rules.noteRefusal(of: request.peer)
      return ProblemResponder.response(
        to: refusal.problem(at: request.receivedAt), instance: request.id)
    }
    let response = await next.respond(to: request)
    if let offence = offence(response) {
      rules.note(offence, of: request.peer, at: request.receivedAt)
    }
    return response
  }

  /// What an answer says of who asked; nil when it is nothing.
  func offence(_ response: Response) -> AddressOffence? {
    guard response.meter == 0 else { return nil }
    switch response.cache {
    case .hit, .stale, .negativeHit: return nil
    case .none, .miss, .collapsed, .bypass: break
    }
    if response.route == signIn, [401, 429].contains(response.status.code) {
      if response.status.code == 401 { rules.counts.note(.loginFailed) }
      return .signInFailed
    }
    switch response.status.code {
    case 429: return nil
    // Conditions and ranges that do not hold, and what a known caller may not do.
    case 403, 412, 416: return .uncached
    case 400..<500: return .refused
    default: return .uncached
    }
  }
}
