package import WalrusIdentity

/// The publisher's query parameters (`PUT /v1/blobs`), each checked; nil is left to the publisher.
package struct PublishOptions: Hashable, Sendable {
  /// Who gets the blob's object on the ledger.
  package enum Owner: Hashable, Sendable {
    case address(ObjectID)
    case shared
  }

  /// Lifetime in epochs from now.
  package var epochs: UInt32?
  package var isPermanent: Bool?
  package var isDeletable: Bool?
  /// Stores again even when the blob is certified for long enough.
  package var isForced: Bool?
  package var reusesResources: Bool?
  package var owner: Owner?

  /// What the publisher does by itself.
  package init() {}

  /// The query to send, without a question mark; empty when everything is left to the publisher.
  package var query: String {
    var parts: [String] = []
    if let epochs { parts.append("epochs=\(epochs)") }
    if let isPermanent { parts.append("permanent=\(isPermanent)") }
    if let isDeletable { parts.append("deletable=\(isDeletable)") }
    if let isForced { parts.append("force=\(isForced)") }
    if let reusesResources { parts.append("reuse_resources=\(reusesResources)") }
    switch owner {
    case .address(let address): parts.append("send_object_to=\(address)")
    case .shared: parts.append("share=true")
    case nil: break
    }
    return parts.joined(separator: "&")
  }
}
