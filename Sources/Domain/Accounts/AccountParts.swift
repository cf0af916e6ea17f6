internal import Capabilities
internal import JSON

/// The operations of accounts, each with what it needs.
struct AccountParts {
  let workshop: PasswordWorkshop
  let cookies: SessionCookies
  let tokens: SignedTokens?
  let idle: Int64
  let grants: SessionGrants
  let register: RegisterUser
  let open: AccountRoutes
  let signedIn: SessionRoutes

  init(
    _ settings: AccountsSettings, _ ground: AccountsGround, tally: AccountsTally,
    dashboard: [any DashboardPart]
  ) {
    let signing = settings.signing
    idle = AccountsSettings.seconds(settings.sessionIdleTime)
    workshop = PasswordWorkshop(
      offload: ground.offload, cost: settings.bcryptCost,
      runningMax: settings.hashesMax > 0 ? settings.hashesMax : max(ground.processorCount, 1),
      waitingMax: settings.hashQueueMax)
    cookies = SessionCookies(isSecure: settings.cookieIsSecure)
    tokens = ground.signingKeys.map {
      SignedTokens(
        keys: $0, issuer: signing.issuer, audience: signing.audience,
        lifetime: AccountsSettings.seconds(signing.tokenTime))
    }
    grants = SessionGrants(ground: ground, idle: idle)
    let asks = AskLimits(
      shared: ground.shared, asksPerHour: settings.registrationsPerHour,
      mailsPerHour: settings.mailsPerHour)
    let mail = AccountMail(publicURL: settings.publicURL)
    let post = AccountPost(mailer: ground.mailer, tally: tally)
    let begin = BeginSession(
      ground: ground, lifetime: AccountsSettings.seconds(settings.sessionTime),
      countMax: settings.sessionsMax)
    let check = CheckPassword(
      ground: ground, limits: Self.limits(settings, ground), workshop: workshop, tally: tally)
    let replace = ReplacePassword(ground: ground, mail: mail, post: post)
    register = RegisterUser(
      mode: settings.registration, ground: ground, workshop: workshop, asks: asks, begin: begin,
      mail: mail, post: post, tally: tally,
      verificationSeconds: AccountsSettings.seconds(settings.verificationTime))
    open = AccountRoutes(
      register: register, verify: VerifyEmail(ground: ground, register: register, asks: asks),
      signIn: SignIn(ground: ground, check: check, begin: begin, tally: tally),
      requestReset: RequestPasswordReset(
        ground: ground, asks: asks, mail: mail, post: post,
        resetSeconds: AccountsSettings.seconds(settings.resetTime)),
      reset: ResetPassword(
        ground: ground, asks: asks, workshop: workshop, replace: replace, tally: tally),
      ground: ground, cookies: cookies)
    signedIn = SessionRoutes(
      profile: ChangeProfile(ground: ground), end: EndSession(ground: ground, tally: tally),
      changePassword: ChangePassword(
        ground: ground, check: check, workshop: workshop, replace: replace, tally: tally),
      signToken: SignToken(ground: ground, tokens: tokens, tally: tally), parts: dashboard,
      cookies: cookies, idle: idle, ground: ground,
      keySet: ground.signingKeys?.jwks ?? .object([.init("keys", .array([]))]))
  }

  private static func limits(
    _ settings: AccountsSettings, _ ground: AccountsGround
  ) -> AttemptLimits {
    let factor = settings.addressFactor
    return AttemptLimits(
      shared: ground.shared,
      account: AttemptRule(
        free: settings.failuresFree, locking: settings.failuresMax, memory: settings.failureTime,
        lock: settings.lockTime),
      address: AttemptRule(
        free: settings.failuresFree * factor, locking: settings.failuresMax * factor,
        memory: settings.failureTime, lock: settings.lockTime), now: ground.now)
  }
}
