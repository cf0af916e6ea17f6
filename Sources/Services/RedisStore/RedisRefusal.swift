internal import SharedState

/// What a server's error means for whoever has sent the command.
enum RedisRefusal {
  /// The failure for the text of an error, whose first word is its kind.
  static func failure(_ text: String) -> SharedStateFailure {
    switch text.prefix(while: { $0 != " " }) {
    // It starts, follows another, or a part of the cluster has nobody: later it may do.
    case "LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "NOREPLICAS": .away
    case "BUSY", "OOM", "TRYAGAIN": .overloaded
    default: .refused(text)
    }
  }
}
