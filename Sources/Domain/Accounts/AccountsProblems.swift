internal import HTTP
package import Routing

/// Every problem that accounts answer with.
package enum AccountsProblems {
  /// The email or the password is wrong.
  package static let signInRefused = ProblemType(
    slug: "sign-in-refused", status: .unauthorized, title: "Email or password is wrong",
    advice: "Either the email has no account that may be used, or the password is another; which "
      + "of them is not told. An account whose email waits to be confirmed does not exist yet.")
  /// Too many failures.
  package static let signInDelayed = ProblemType(
    slug: "sign-in-delayed", status: .tooManyRequests, title: "Too many attempts to sign in",
    advice: "Attempts for an email, or from an address, that failed are followed by growing "
      + "delays and then by a lock that ends by itself. Try again after Retry-After; until then "
      + "the right password is refused too. Emails without an account are treated alike.")
  /// Too many registrations or messages.
  package static let tooManyRegistrations = ProblemType(
    slug: "too-many-registrations", status: .tooManyRequests,
    title: "Too many registrations from this address",
    advice: "Registrations and requests for mail from one address are limited. Try again after "
      + "Retry-After.")
  /// The email is taken.
  package static let emailTaken = ProblemType(
    slug: "email-taken", status: .conflict, title: "The email has an account",
    advice: "Sign in, or reset the password. Only servers whose registration is direct tell this; "
      + "with accounts.registration = confirmed every email is answered alike.")
  /// Registration is closed.
  package static let registrationClosed = ProblemType(
    slug: "registration-closed", status: .forbidden, title: "Registration is closed",
    advice: "Accounts are made by the server's operator, with the command floe user create.")
  /// Mail is needed and off.
  package static let mailIsOff = ProblemType(
    slug: "mail-is-off", status: .serviceUnavailable, title: "This server sends no mail",
    isRetryable: false,
    advice: "Confirming an email and resetting a password need mail; the operator sets it up with "
      + "the settings mail.*.")
  /// A mailed token is worth nothing.
  package static let mailedTokenInvalid = ProblemType(
    slug: "mailed-token-invalid", status: .badRequest, title: "The mailed token is worth nothing",
    advice: "It is mistyped, too old, or was used. Ask for another message.")
  /// The session is wanted, not a token made from it.
  package static let sessionNeeded = ProblemType(
    slug: "session-needed", status: .forbidden, title: "A session is needed",
    advice: "A signed token or a token of the interface cannot do this; send the token of a "
      + "session.")
  /// CSRF.
  package static let crossSiteRequest = ProblemType(
    slug: "cross-site-request", status: .forbidden, title: "The CSRF token is missing or wrong",
    advice: "Requests that change something and are authenticated by the session's cookie carry "
      + "the CSRF token in X-CSRF-Token; it is the value of the cookie floe_csrf (with its prefix) "
      + "and the member csrfToken of the answer to signing in.")
  /// Two credentials.
  package static let ambiguousCredentials = ProblemType(
    slug: "ambiguous-credentials", status: .badRequest, title: "Two different credentials",
    advice: "X-API-Key and Authorization name different credentials, or one of them is repeated. "
      + "Send one.")
  /// No such session.
  package static let sessionNotFound = ProblemType(
    slug: "session-not-found", status: .notFound, title: "No such session",
    advice: "The user has no session of this id. GET /users/sessions lists them.")
  /// Signed tokens are off.
  package static let signedTokensAreOff = ProblemType(
    slug: "signed-tokens-are-off", status: .serviceUnavailable,
    title: "This server signs no tokens",
    isRetryable: false,
    advice: "The operator has set no key; see the settings accounts.signing.*.")
  /// Accounts cannot be reached.
  package static let accountsUnavailable = ProblemType(
    slug: "accounts-unavailable", status: .serviceUnavailable, title: "Accounts cannot be reached",
    advice: "The server cannot read or write its accounts at the moment. Try again after "
      + "Retry-After; if an answer was lost, what was asked may have been done.")

  /// All of them.
  package static let all = [
    signInRefused, signInDelayed, tooManyRegistrations, emailTaken, registrationClosed, mailIsOff,
    mailedTokenInvalid, sessionNeeded, crossSiteRequest, ambiguousCredentials, sessionNotFound,
    signedTokensAreOff, accountsUnavailable,
  ]
}
