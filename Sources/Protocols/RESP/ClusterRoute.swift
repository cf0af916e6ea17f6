/// Where the attempts at one command go, one after another.
package struct ClusterRoute: Sendable, Hashable {
  /// What to do with a reply.
  package enum Step: Sendable, Hashable {
    /// It is the caller's.
    case deliver
    /// Send the command there; with ASKING before it, if so.
    case send(to: ClusterEndpoint, isAsking: Bool)
    /// Send it again to whoever has the slot, after a pause.
    case wait
  }

  /// Times that a command may be sent on before its error is the caller's.
  package static let redirectsMax = 5

  private var redirectCount = 0

  /// A command that was sent to the server that the map names.
  package init() {}

  /// What to do with a reply, and what it changes in the map.
  ///
  /// - Parameter teller: the host of the server that replied.
  package mutating func next(
    after reply: RESPValue, from teller: String, map: inout ClusterMap?
  ) -> Step {
    guard let redirect = ClusterRedirect(reply), redirectCount < Self.redirectsMax else {
      return .deliver
    }
    redirectCount += 1
    switch redirect {
    case .moved(let slot, let endpoint):
      let target = endpoint.resolved(from: teller)
      map?.move(slot, to: target)
      return .send(to: target, isAsking: false)
    case .ask(_, let endpoint):
      return .send(to: endpoint.resolved(from: teller), isAsking: true)
    case .tryAgain: return .wait
    }
  }
}
