internal import Accounts
internal import Bytes
internal import HTTP
internal import Routing

/// What a request shows to prove who sends it.
enum PresentedCredential: Hashable {
  case nothing
  /// In `X-API-Key` or as a bearer token: the sender meant it.
  case explicit(String)
  /// In a cookie: a browser sends it by itself.
  case cookie(String)

  /// Reads the fields of a request.
  ///
  /// `X-API-Key` and `Authorization` may both be there when they say the same. A cookie counts only
  /// where neither is: browsers cannot help sending it.
  ///
  /// - Throws: 400 for a field that is repeated and for two that differ, 401 for another scheme.
  init(_ request: Request, cookies: SessionCookies) throws(Problem) {
    guard !request.head.isRepeated(.xAPIKey), !request.head.isRepeated(.authorization) else {
      throw Problem(
        AccountsProblems.ambiguousCredentials,
        detail: "X-API-Key or Authorization occurs more than once.")
    }
    let key = try Self.value(.xAPIKey, of: request)
    let bearer = try Self.value(.authorization, of: request).map(Self.bearerToken)
    if let key, let bearer, key != bearer {
      throw Problem(
        AccountsProblems.ambiguousCredentials,
        detail: "X-API-Key and Authorization name different credentials.")
    }
    if let text = key ?? bearer {
      self = .explicit(text)
    } else if let token = Self.cookie(in: request, cookies) {
      self = .cookie(token)
    } else {
      self = .nothing
    }
  }

  /// The text of a field that is there; bytes that are no UTF-8 are no credential.
  private static func value(_ field: KnownField, of request: Request) throws(Problem) -> String? {
    guard request.head.contains(field) else { return nil }
    guard let text = request.text(of: field), !text.isEmpty else { throw AreaGuard.unauthenticated }
    return text
  }

  /// The token of `Bearer …`, the scheme in any case (RFC 6750 §2.1, RFC 9110 §11.1).
  private static func bearerToken(_ value: String) throws(Problem) -> String {
    let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else {
      throw AreaGuard.unauthenticated
    }
    return String(parts[1].drop { $0 == " " })
  }

  /// The session's token in the cookies of all `Cookie` lines together.
  private static func cookie(in request: Request, _ cookies: SessionCookies) -> String? {
    guard let first = request.head.firstIndex(of: .cookie) else { return nil }
    var lines: [String] = []
    var index: Int? = first
    while let line = index {
      let value = request.head.value(at: line, in: request.bytes.span)
      guard let text = String(validating: value.indices.map { value[$0] }, as: UTF8.self) else {
        return nil
      }
      lines.append(text)
      index = request.head.nextIndex(of: .cookie, after: line)
    }
    return cookies.token(in: lines.joined(separator: "; "))
  }
}
