/// What an error of a cluster's server says about where to go.
package enum ClusterRedirect: Sendable, Hashable {
  /// The slot lives there now, for this and every later command.
  case moved(ClusterSlot, ClusterEndpoint)
  /// This one command belongs there, after ASKING: the slot is on its way.
  case ask(ClusterSlot, ClusterEndpoint)
  /// The slot's keys are in both places for a moment, or nobody has it yet: the same again later.
  case tryAgain

  /// What the error says; nil when it has nothing to do with a cluster.
  package init?(_ reply: RESPValue) {
    guard let text = reply.errorText else { return nil }
    let words = text.split(separator: " ")
    switch words.first {
    case "MOVED", "ASK":
      guard words.count == 3, let number = Int(words[1]), let slot = ClusterSlot(number: number),
        let endpoint = ClusterEndpoint(words[2])
      else { return nil }
      self = words[0] == "MOVED" ? .moved(slot, endpoint) : .ask(slot, endpoint)
    case "TRYAGAIN", "CLUSTERDOWN": self = .tryAgain
    default: return nil
    }
  }
}
