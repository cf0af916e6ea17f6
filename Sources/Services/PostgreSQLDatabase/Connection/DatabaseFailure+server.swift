internal import CPostgreSQL
internal import Persistence

extension DatabaseFailure {
  /// The failure that a result of the server tells of. Takes the primary message alone: the detail
  /// of a violated constraint shows values.
  init(server result: OpaquePointer) {
    func field(_ code: Character) -> String? {
      unsafe PQresultErrorField(result, Int32(code.asciiValue!)).map {
        unsafe String(cString: $0)
      }
    }
    let message = field("M") ?? "the server gave no reason"
    guard let state = field("C") else {
      self.init(.unavailable, message)
      return
    }
    self.init(
      Code(sqlState: state, constraint: field("n")), Self.withoutValues(message, state),
      sqlState: state)
    // A table was changed under a prepared statement: on another connection it will do.
    if state == "0A000" && message.hasPrefix("cached plan") || state == "26000" {
      code = .serializationFailure
    }
  }

  /// Whether the connection should not be used again although the server still answers.
  var spoilsConnection: Bool {
    code == .serializationFailure && ["0A000", "26000"].contains(sqlState)
  }

  /// Messages about values that do not fit quote them: class 22, "data exception".
  private static func withoutValues(_ message: String, _ state: String) -> String {
    guard state.hasPrefix("22"), let quote = message.firstIndex(of: "\"") else { return message }
    return String(message[..<quote]) + "…"
  }

  /// The failure to reach a server, in libpq's words.
  ///
  /// - Parameter secret: the password, which is taken out should it ever be quoted.
  init(connecting message: String, secret: String?) {
    var text = message.split(separator: "\n").joined(separator: "; ")
    if let secret, secret.utf8.count > 2 { text = text.replacing(secret, with: "…") }
    let refusals = [
      "password authentication failed", "does not exist", "no pg_hba.conf entry",
      "certificate verify failed", "does not support SSL", "server certificate for",
    ]
    self.init(
      refusals.contains { text.contains($0) } ? .unusable : .unavailable, text, sqlState: "08001")
  }
}
