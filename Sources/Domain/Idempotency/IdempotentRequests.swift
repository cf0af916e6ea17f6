internal import Capabilities
internal import HTTP
package import Lifecycle
package import Persistence
package import Routing
internal import Sealing
package import Telemetry

/// Carries out a request once, however often it is sent with the same `Idempotency-Key`
/// (draft-ietf-httpapi-idempotency-key-header-07), and gives the same response again.
///
/// Kept are responses alone, not problems: what was refused may be corrected and sent again. A
/// request goes on when its client has gone, since that client will ask again. When the process dies
/// on the way, the claim ends after its time, and the request may be carried out again: then the
/// first may have had its effect already.
package struct IdempotentRequests: Sendable {
  /// Bytes that the secret has at least.
  package static let secretMin = 32

  private let kept: KeptRequests
  private let secret: [UInt8]
  private let note: @Sendable (IdempotencyEvent) -> Void

  /// What was carried out, in a database.
  ///
  /// - Parameters:
  ///   - secret: at least `secretMin` random bytes, the same on all edges of the database.
  ///   - note: told of everything that happens, for metrics.
  package init(
    _ database: any Database, secret: [UInt8], settings: IdempotencySettings,
    note: @escaping @Sendable (IdempotencyEvent) -> Void = { _ in }
  ) {
    precondition(secret.count >= Self.secretMin, "the secret of idempotency is too short")
    kept = KeptRequests(
      database: database, keptTime: settings.keptTime.components.seconds,
      claimTime: settings.claimTime.components.seconds)
    self.secret = secret
    self.note = note
  }

  /// Routes of which those that are declared to be keyed look at the key before anything else.
  package func keyed(_ routes: [Route]) -> [Route] {
    routes.map { route in
      guard route.isKeyed else { return route }
      return route.wrapped { request, handler in
        try await respond(to: request, contentMax: route.bodyMax, handler)
      }
    }
  }

  private func respond(
    to request: Request, contentMax: Int, _ handler: @escaping Route.Handler
  ) async throws -> Response {
    guard request.head.contains(.idempotencyKey) else { return try await handler(request) }
    guard !request.head.isRepeated(.idempotencyKey),
      let key = request.text(of: .idempotencyKey).flatMap(IdempotencyKey.init)
    else {
      note(.refused)
      throw Problem(IdempotencyProblems.malformedKey)
    }
    let content = try await request.body.collect(limit: contentMax)
    let digest = RequestDigest(request, key: key, content: content, secret: secret)
    switch try await kept.claim(digest, at: request.receivedAt) {
    case .ours(let claim):
      note(.carriedOut)
      var request = request
      request.body = CollectedBody(content)
      return try await carryOut(request, digest, claim: claim, handler)
    case .done(let sealed):
      guard let bytes = digest.sealing.open(sealed, context: Array(digest.id.utf8)),
        let response = KeptResponse(reading: bytes)
      else { throw Problem(IdempotencyProblems.responseNotKept) }
      note(.replayed)
      return response.response(isReplayed: true)
    case .notKept: throw Problem(IdempotencyProblems.responseNotKept)
    case .underWay:
      note(.inProgress)
      throw Problem(IdempotencyProblems.inProgress, retryAfter: 1)
    case .reused:
      note(.reused)
      throw Problem(IdempotencyProblems.reusedKey)
    }
  }

  private func carryOut(
    _ request: Request, _ digest: RequestDigest, claim: String, _ handler: @escaping Route.Handler
  ) async throws -> Response {
    // Nobody else uses the request while its connection waits here for the response.
    nonisolated(unsafe) let request = request
    let response = try await Uncancelled.run {
      let response: KeptResponse
      do {
        guard let kept = KeptResponse(try await unsafe handler(request)) else {
          throw Problem(RoutingProblems.internalError)
        }
        response = kept
      } catch {
        // Unless it may have had an effect, nothing speaks against another try. Where the release
        // fails too, the claim ends by itself.
        let isOutcomeUnknown = (error as? DatabaseFailure)?.isOutcomeUnknown ?? false
        if !isOutcomeUnknown { try? await kept.release(digest.id, claim: claim) }
        throw error
      }
      do {
        let sealed = response.bytes.map { digest.sealing.seal($0, context: Array(digest.id.utf8)) }
        try await kept.finish(digest.id, claim: claim, response: sealed)
      } catch {
        // It has been carried out, and the client had better learn how. The claim stands as long as
        // it does.
        note(.notKept)
      }
      return response
    }
    return response.response(isReplayed: false)
  }

  /// Forgets what is too old; gives how many responses were forgotten.
  package func sweep(at now: Int64) async throws -> Int { try await kept.sweep(at: now) }

  /// Forgets what is too old again and again.
  package func sweeper(
    every pause: Duration, clock: any Clock<Duration> = ContinuousClock(), logger: Logger,
    now: @escaping @Sendable () -> Int64
  ) -> BackgroundService {
    BackgroundService { ready in
      ready()
      while !Task.isCancelled {
        do {
          _ = try await sweep(at: now())
        } catch {
          logger.error("Kept responses could not be swept; it is tried again.", error: error)
        }
        try await clock.sleep(for: pause)
      }
    }
  }
}
