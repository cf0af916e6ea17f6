internal import Synchronization

/// What happened to accounts, counted for all loops together.
package final class AccountsTally: Sendable {
  /// What is counted.
  enum Event: Int, CaseIterable {
    case registered, registrationRefused, signedIn, signInRefused, signInDelayed, locked, signedOut
    case passwordChanged, passwordReset, tokenSigned, mailFailed

    /// The event as a label.
    var label: String {
      switch self {
      case .registered: "registered"
      case .registrationRefused: "registration_refused"
      case .signedIn: "signed_in"
      case .signInRefused: "sign_in_refused"
      case .signInDelayed: "sign_in_delayed"
      case .locked: "locked"
      case .signedOut: "signed_out"
      case .passwordChanged: "password_changed"
      case .passwordReset: "password_reset"
      case .tokenSigned: "token_signed"
      case .mailFailed: "mail_failed"
      }
    }
  }

  /// One place of the table.
  private final class Place: Sendable {
    let count = Atomic<Int>(0)
  }

  private let places = Event.allCases.map { _ in Place() }

  /// Nothing counted yet.
  package init() {}

  /// Counts an event.
  func note(_ event: Event) {
    places[event.rawValue].count.add(1, ordering: .relaxed)
  }

  /// How often an event happened.
  func count(_ event: Event) -> Int { places[event.rawValue].count.load(ordering: .relaxed) }
}
