internal import Bytes
internal import Capabilities
internal import HTTP
internal import JSON
internal import Locks
package import Routing
package import SharedState

/// Holds requests for sensitive routes to their signature, after the guard has let them pass and
/// before anything else sees them.
package final class SignedRequests: Reconfigurable {
  private struct Policy: Sendable {
    let isRequired: Bool
    let hasKeys: Bool
    let verifier: SignatureVerifier

    init(_ settings: RequestSigningSettings) {
      isRequired = settings.isRequired
      hasKeys = !settings.keys.isEmpty
      verifier = SignatureVerifier(keys: settings.keys)
    }
  }

  private let policy: Mutex<Policy>
  private let nonces: NonceMemory
  private let note: @Sendable (SignatureEvent) -> Void

  /// - Parameters:
  ///   - store: remembers nonces for all edges.
  ///   - note: told of everything that happens, for metrics.
  package init(
    _ settings: RequestSigningSettings, store: any SharedStateStore,
    note: @escaping @Sendable (SignatureEvent) -> Void = { _ in }
  ) {
    policy = Mutex(Policy(settings))
    nonces = NonceMemory(store, noncesMax: settings.noncesMax)
    self.note = note
  }

  /// Routes of which those that are declared to be sensitive look at the signature first.
  package func signed(_ routes: [Route]) -> [Route] {
    routes.map { route in
      guard route.isSensitive else { return route }
      return route.wrapped(problems: RequestSigningProblems.all) { request, handler in
        try await self.respond(to: request, contentMax: route.bodyMax, handler)
      }
    }
  }

  /// Takes over keys and whether they are needed.
  package func reconfigure(_ settings: RequestSigningSettings) async {
    let new = Policy(settings)
    policy.withLock { $0 = new }
  }

  private func respond(
    to request: Request, contentMax: Int, _ handler: @escaping Route.Handler
  ) async throws -> Response {
    try await handler(try await checked(request, contentMax: contentMax))
  }

  /// The request with its content read, if its signature is right or none is needed.
  private func checked(_ request: Request, contentMax: Int) async throws -> Request {
    let policy = policy.withLock { $0 }
    let lines = Self.lines(of: request)
    if lines.isEmpty, !policy.isRequired { return request }
    // Without keys a signature can be neither right nor wrong.
    if !policy.hasKeys, !policy.isRequired { return request }
    let content = try await request.body.collect(limit: contentMax)
    let canonical = CanonicalRequest(request, content: content)
    do throws(SignatureFault) {
      guard let line = lines.first else { throw .missing }
      guard lines.count == 1, let signature = RequestSignature(line) else { throw .malformed }
      try policy.verifier.verify(signature, of: canonical, at: request.receivedAt)
      try await nonces.take(signature, at: request.receivedAt)
    } catch {
      note(SignatureEvent(error))
      throw Self.problem(error, canonical, at: request.receivedAt)
    }
    note(.accepted)
    var request = request
    request.body = CollectedBody(content)
    return request
  }

  /// The values of all lines of the field; more than two are as wrong as two.
  private static func lines(of request: Request) -> [[UInt8]] {
    let bytes = request.bytes.span
    var lines: [[UInt8]] = []
    for index in 0..<request.head.fieldCount where lines.count < 2 {
      guard request.head.name(at: index, in: bytes).equalsIgnoringCase(RequestSignature.fieldName)
      else { continue }
      let value = request.head.value(at: index, in: bytes)
      lines.append(value.indices.map { value[$0] })
    }
    return lines
  }

  private static func problem(
    _ fault: SignatureFault, _ request: CanonicalRequest, at now: Int64
  ) -> Problem {
    let window = SignatureVerifier.windowSeconds
    return switch fault {
    case .missing: Problem(RequestSigningProblems.missing)
    case .malformed: Problem(RequestSigningProblems.malformed)
    case .stale:
      Problem(
        RequestSigningProblems.stale,
        detail: "The server's clock says \(Timestamp(seconds: now).text).",
        members: [.init("serverTime", .integer(now)), .init("window", .integer(window))])
    case .wrong:
      Problem(
        RequestSigningProblems.wrong,
        members: [.init("contentSHA256", .string(request.contentDigest))])
    case .replayed: Problem(RequestSigningProblems.replayed)
    case .unavailable: Problem(RequestSigningProblems.unavailable, retryAfter: 5)
    case .exhausted: Problem(RequestSigningProblems.exhausted, retryAfter: 600)
    }
  }
}
