internal import Capabilities

/// The messages that accounts send.
struct AccountMail: Sendable {
  /// Where users reach this server.
  let publicURL: String

  /// Asks whether an email is its owner's, for an account that is to begin or has begun.
  func confirmation(to email: String, token: String, hours: Int64) -> MailMessage {
    MailMessage(
      to: email, subject: "Confirm your email address",
      body: """
        Somebody, most likely you, has registered this address at \(publicURL).

        To confirm it, send this within \(hours) hours:

          curl -X POST \(publicURL)/users/verify-email \\
            -H 'Content-Type: application/json' -d '{"token":"\(token)"}'

        If it was not you, do nothing.
        """)
  }

  /// Tells the owner of an account that somebody wanted to register its email again.
  func alreadyRegistered(to email: String) -> MailMessage {
    MailMessage(
      to: email, subject: "You have an account already",
      body: """
        Somebody, perhaps you, has tried to register this address at \(publicURL), where it has an
        account. Nothing was changed.

        If it was you and the password is lost, ask for another one:

          curl -X POST \(publicURL)/users/password/reset-request \\
            -H 'Content-Type: application/json' -d '{"email":"YOUR EMAIL"}'
        """)
  }

  /// Lets the owner of an account set another password.
  func reset(to email: String, token: String, minutes: Int64) -> MailMessage {
    MailMessage(
      to: email, subject: "Set another password",
      body: """
        Somebody, most likely you, has asked for another password at \(publicURL).

        To set it, send this within \(minutes) minutes:

          curl -X POST \(publicURL)/users/password/reset \\
            -H 'Content-Type: application/json' \\
            -d '{"token":"\(token)","password":"YOUR NEW PASSWORD"}'

        If it was not you, do nothing: the password stays as it is.
        """)
  }

  /// Tells the owner that the password is another one now.
  func passwordChanged(to email: String) -> MailMessage {
    MailMessage(
      to: email, subject: "Your password was changed",
      body: """
        The password of this address at \(publicURL) was changed, and its other sessions were ended.

        If it was not you, reset it at once:

          curl -X POST \(publicURL)/users/password/reset-request \\
            -H 'Content-Type: application/json' -d '{"email":"YOUR EMAIL"}'
        """)
  }
}
