import WalrusIdentity

/// The writing side of the daemon.
struct Publisher: Sendable {
  let store: BlobStore
  let identity: ContentIdentity
  let gate: TokenGate?
  let prices: Prices
  let bodyBytesMax: Int
  let quiltBytesMax: Int

  /// Answers any request; the CORS layer is outside.
  func answer(_ exchange: Exchange, faults: Faults) -> Response {
    switch exchange.target.segments {
    case ["status"]: return only("GET", exchange) { .text(200, "OK") }
    case ["v1", "api"]: return only("GET", exchange) { APIPage.publisher }
    case ["v1", "blobs"]:
      return only("PUT", exchange) { authorized(exchange) { try storeBlob(exchange, faults) } }
    case ["v1", "quilts"]:
      return only("PUT", exchange) { authorized(exchange) { try storeQuilt(exchange, faults) } }
    default: return .empty(404)
    }
  }

  /// Stores bytes whose id is known and describes the outcome as the daemon does.
  func result(
    storing bytes: [UInt8], as found: ContentIdentity.Found, for query: StoreQuery
  ) throws -> JSONValue {
    let stored = try store.store(
      bytes, as: found.blobID, encodedLength: found.encodedLength, for: query.purchase)
    switch stored {
    case .created(let record, let object): return created(record, object, query.purchase)
    case .certified(let record):
      return .object([
        (
          "alreadyCertified",
          .object([
            ("blobId", .string(record.blobID)),
            (
              "event",
              .object([("txDigest", .string(record.transaction)), ("eventSeq", "0")])
            ),
            ("endEpoch", .integer(Int64(record.endEpoch))),
          ])
        )
      ])
    }
  }

  /// The whole body, or the text for one that is too large.
  func body(_ exchange: Exchange, limit: Int) throws -> [UInt8] {
    do throws(Connection.BodyFailure) {
      return try exchange.body(limit: limit)
    } catch {
      switch error {
      case .tooLarge: throw TextFailure.bodyTooLarge
      case .ended, .malformed: throw TextFailure.bodyUnreadable
      }
    }
  }

  private func storeBlob(_ exchange: Exchange, _ faults: Faults) throws -> Response {
    let query = try StoreQuery(exchange.target)
    let bytes = try body(exchange, limit: bodyBytesMax)
    try TokenGate.checkLength(bytes.count, of: exchange.head)
    let found = try identity.identify(bytes)
    if faults.blockedIDs.contains(found.blobID.description) { throw APIFailure.forbiddenBlob }
    return .json(200, try result(storing: bytes, as: found, for: query))
  }

  private func created(
    _ record: BlobRecord, _ object: BlobObject, _ purchase: Purchase
  ) -> JSONValue {
    let start = Int64(object.startEpoch)
    let length = JSONValue.integer(Int64(record.encodedLength))
    let storage = JSONValue.object([
      ("id", .string(object.storageID)), ("startEpoch", .integer(start)),
      ("endEpoch", .integer(Int64(object.endEpoch))), ("storageSize", length),
    ])
    let blobObject = JSONValue.object([
      ("id", .string(object.id)), ("registeredEpoch", .integer(start)),
      ("blobId", .string(record.blobID)), ("size", .integer(Int64(record.size))),
      ("encodingType", "RS2"), ("certifiedEpoch", .integer(start)), ("storage", storage),
      ("deletable", .bool(object.isDeletable)),
    ])
    let operation = JSONValue.object([
      (
        "registerFromScratch",
        .object([
          ("encodedLength", length), ("epochsAhead", .integer(Int64(purchase.epochs))),
        ])
      )
    ])
    let cost = prices.cost(encodedLength: record.encodedLength, epochs: purchase.epochs)
    var members: [(name: String, value: JSONValue)] = [
      ("blobObject", blobObject), ("resourceOperation", operation),
      ("cost", .integer(Int64(cost))),
    ]
    if let shared = object.sharedID { members.append(("sharedBlobObject", .string(shared))) }
    return .object([("newlyCreated", .object(members))])
  }

  private func authorized(_ exchange: Exchange, _ handler: () throws -> Response) -> Response {
    do {
      try gate?.admit(exchange)
      return try handler()
    } catch let failure as APIFailure {
      return failure.response
    } catch let failure as QueryFailure {
      return failure.response
    } catch let failure as TextFailure {
      return failure.response
    } catch {
      return APIFailure.internalError.response
    }
  }

  private func only(
    _ method: String, _ exchange: Exchange, _ handler: () -> Response
  ) -> Response {
    let methods = method == "GET" ? ["GET", "HEAD"] : [method]
    guard methods.contains(exchange.head.method) else {
      return .empty(405, [("allow", methods.joined(separator: ","))])
    }
    return handler()
  }
}
