package import Settings

/// Who may register, how passwords and sessions are kept, and which keys sign tokens.
package struct AccountsSettings: SettingsSection {
  package static let section = "accounts"

  /// How registration answers.
  package var registration: RegistrationMode
  /// The address of this server in mail.
  package var publicURL: String
  /// How passwords are hashed, and how many at once.
  package var bcryptCost: Int
  package var hashesMax: Int
  package var hashQueueMax: Int
  /// What failures to sign in lead to.
  package var failuresFree: Int
  package var failuresMax: Int
  package var failureTime: Duration
  package var lockTime: Duration
  package var addressFactor: Int
  /// How often an address may register or ask for mail.
  package var registrationsPerHour: Int
  package var mailsPerHour: Int
  /// How long sessions live, and how many a user has.
  package var sessionIdleTime: Duration
  package var sessionTime: Duration
  package var sessionsMax: Int
  package var cookieIsSecure: Bool
  /// How long what is mailed can be used.
  package var verificationTime: Duration
  package var resetTime: Duration
  /// Signed tokens.
  package var signing: SigningSettings

  package init(reading reader: inout SettingsReader) {
    registration = reader.value(
      "registration", default: RegistrationMode.confirmed,
      "confirmed: an account begins when its mail is answered, and no answer tells which emails "
        + "have one; direct: at once, and a taken email is told; closed: by the command alone.")
    publicURL = reader.value(
      "public_url", default: "http://localhost:4500", "Where users reach this server; for mail.")
    bcryptCost = reader.value(
      "bcrypt_cost", default: 12,
      "Logarithm of bcrypt's rounds; older hashes are renewed when their user signs in.",
      range: 4...15)
    hashesMax = reader.value(
      "hashes_max", default: 0, "Passwords hashed at once; 0 means one per processor.",
      range: 0...64)
    hashQueueMax = reader.value(
      "hash_queue_max", default: 32, "Passwords that may wait to be hashed; past it 503.",
      range: 1...4096)
    failuresFree = reader.value(
      "failures_free", default: 5, "Failures of an account before attempts are slowed down.",
      range: 1...100)
    failuresMax = reader.value(
      "failures_max", default: 10, "Failures of an account that lock it for a while.",
      range: 2...1000)
    failureTime = reader.value(
      "failure_time", default: Duration.seconds(3600), "How long failures are remembered.")
    lockTime = reader.value(
      "lock_time", default: Duration.seconds(900), "How long a lock lasts.")
    addressFactor = reader.value(
      "address_factor", default: 10, "How many times as many failures an address may have.",
      range: 1...10_000)
    registrationsPerHour = reader.value(
      "registrations_per_hour", default: 20, "Registrations from one address.",
      range: 1...1_000_000)
    mailsPerHour = reader.value(
      "mails_per_hour", default: 3, "Messages of each kind that one email is sent.",
      range: 1...1000)
    sessionIdleTime = reader.value(
      "session_idle_time", default: Duration.seconds(7 * 86400), "How long a session may rest.")
    sessionTime = reader.value(
      "session_time", default: Duration.seconds(30 * 86400), "How long a session lives at most.")
    sessionsMax = reader.value(
      "sessions_max", default: 20, "Sessions of a user; past it the oldest ends.", range: 1...1000)
    cookieIsSecure = reader.value(
      "cookie_secure", default: true,
      "Whether browsers send the session's cookie by HTTPS alone; off in development only.")
    verificationTime = reader.value(
      "verification_time", default: Duration.seconds(86400), "How long an email can be confirmed.")
    resetTime = reader.value(
      "reset_time", default: Duration.seconds(3600), "How long a password can be reset.")
    signing = reader.section()
  }

  /// Whole seconds of a duration.
  static func seconds(_ duration: Duration) -> Int64 { duration.components.seconds }

  /// Relations between settings that each are fine alone; nil when they fit.
  package var fault: String? {
    if failuresFree >= failuresMax {
      return "accounts.failures_free is below accounts.failures_max"
    }
    if sessionIdleTime > sessionTime { return "a session cannot rest longer than it lives" }
    for (name, time) in [
      ("failure_time", failureTime), ("lock_time", lockTime),
      ("session_idle_time", sessionIdleTime), ("session_time", sessionTime),
      ("verification_time", verificationTime), ("reset_time", resetTime),
      ("token_time", signing.tokenTime),
    ] where time < .seconds(1) || time > .seconds(366 * 86400) {
      return "accounts.\(name) is from 1s to 366d"
    }
    return nil
  }
}
