internal import JSON
package import TestSupport
internal import Testing

extension EdgeUnderTest {
  /// Sends a JSON document on a connection of its own.
  package func post(
    _ target: String, _ document: String, _ fields: [String] = [], method: String = "POST"
  ) async throws -> RawResponse {
    try await send(
      method, target, ["Content-Type: application/json"] + fields, body: Array(document.utf8))
  }

  /// Registers a user and gives the token of the first session.
  ///
  /// - Parameter tier: the plan; one with room for what a test sends.
  package func register(_ email: String, tier: String = "free") async throws -> String {
    let response = try await post(
      "/users/register",
      #"{"email":"\#(email)","password":"correct horse","subscriptionTier":"\#(tier)"}"#)
    try #require(response.status == 201, "\(response.text)")
    return try #require(Self.member("sessionToken", of: response))
  }

  /// A text member of a JSON response, or of an object within it: `user.email`.
  package static func member(_ path: String, of response: RawResponse) -> String? {
    guard var value = try? JSONReader.read(response.body) else { return nil }
    for name in path.split(separator: ".") {
      guard case .object(let members) = value,
        let member = members.first(where: { $0.name == name })
      else { return nil }
      value = member.value
    }
    guard case .string(let text) = value else { return nil }
    return text
  }
}
