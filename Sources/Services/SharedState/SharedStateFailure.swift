/// Why shared state did not do what was asked. No text of it contains an address's password.
package enum SharedStateFailure: Error, Sendable, Hashable {
  /// The server cannot be reached, or went away while the command was under way: whether it was
  /// carried out is then not known. Waiting is of no use; go on with local limits.
  case away
  /// Too much is under way or kept already; nothing was sent.
  case overloaded
  /// The deadline passed; whether the command was carried out is not known.
  case timedOut
  /// The command makes no sense, or the server says no, in these words.
  case refused(String)

  /// Whether the store rather than the command is at fault, so that local limits may stand in.
  package var isOutage: Bool {
    switch self {
    case .away, .overloaded, .timedOut: true
    case .refused: false
    }
  }
}

extension SharedStateFailure: CustomStringConvertible {
  /// One sentence for logs.
  package var description: String {
    switch self {
    case .away: "The shared state is away."
    case .overloaded: "The shared state has too much in hand."
    case .timedOut: "The shared state did not answer in time."
    case .refused(let message): "The shared state refused: \(message)"
    }
  }
}
