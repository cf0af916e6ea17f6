import WalrusIdentity

/// The endpoint through which a person or a test steers the network.
struct ControlEndpoint: RequestHandler {
  let roster: Roster

  func handle(_ exchange: Exchange) -> Outcome {
    var response = answer(exchange)
    if exchange.head.wantsClose || !exchange.connection.discardBody() {
      response["connection"] = "close"
    }
    return Delivery(response).send(
      on: exchange.connection, method: exchange.head.method, isHTTP10: exchange.head.isHTTP10)
  }

  private func answer(_ exchange: Exchange) -> Response {
    let path = exchange.target.segments
    switch (exchange.head.method, path.first ?? "", path.count) {
    case ("GET", "", 1): return .text(200, ControlHelp.text(control: exchange.head["host"] ?? ""))
    case ("GET", "state", 1): return .json(200, state)
    case ("PUT", "faults", 1): return setFaults("all", exchange)
    case ("PUT", "faults", 2): return setFaults(path[1], exchange)
    case ("DELETE", "faults", 1): return clearFaults(roster.places)
    case ("DELETE", "faults", 2):
      let places = roster.named(path[1])
      return places.isEmpty ? Self.unknownMember(path[1]) : clearFaults(places)
    case ("GET", "requests", 1): return requests(roster.places)
    case ("GET", "requests", 2):
      let places = roster.named(path[1])
      return places.isEmpty ? Self.unknownMember(path[1]) : requests(places)
    case ("DELETE", "requests", 1):
      for place in roster.places { place.emulated.log.clear() }
      return .empty(200)
    case ("POST", "epoch", 1): return enterEpoch(exchange)
    case ("POST", "clock", 1): return advanceClock(exchange)
    case ("POST", "objects", 3) where path[2] == "attributes":
      return setAttributes(path[1], exchange)
    case ("DELETE", "blobs", 2): return remove(path[1])
    case ("POST", "ipfs", 1): return addToIPFS(exchange)
    default:
      return Self.refusal(404, "no such control call; GET / lists them")
    }
  }

  // MARK: - Calls

  private func setFaults(_ name: String, _ exchange: Exchange) -> Response {
    let places = roster.named(name)
    guard !places.isEmpty else { return Self.unknownMember(name) }
    guard let json = Self.json(exchange) else { return Self.notJSON }
    do throws(Faults.Refusal) {
      let faults = try Faults(json: json)
      for place in places { place.emulated.set(faults) }
      return .json(200, faults.json)
    } catch {
      return Self.refusal(400, error.sentence)
    }
  }

  private func clearFaults(_ places: [Roster.Place]) -> Response {
    for place in places { place.emulated.set(Faults()) }
    return .empty(200)
  }

  private func requests(_ places: [Roster.Place]) -> Response {
    .json(
      200,
      .object(
        places.map { place in
          let log = place.emulated.log.snapshot
          let counts = log.counts.sorted { $0.key < $1.key }
          return (
            place.member.description,
            .object([
              ("total", .integer(Int64(log.total))),
              ("paths", .object(counts.map { ($0.key, .integer(Int64($0.value))) })),
              ("recent", .array(log.heads.map { .string($0) })),
            ])
          )
        }))
  }

  private func enterEpoch(_ exchange: Exchange) -> Response {
    guard let bytes = try? exchange.body(limit: 64 * 1024) else { return Self.notJSON }
    var next = roster.store.epoch + 1
    if !bytes.isEmpty {
      guard let asked = JSONValue(parsing: bytes)?["epoch"]?.integer, asked >= 0 else {
        return Self.refusal(400, "takes nothing, or {\"epoch\": N}")
      }
      next = Int(asked)
    }
    guard (try? roster.store.enter(epoch: next)) != nil else { return Self.storeFailed }
    return .json(200, .object([("epoch", .integer(Int64(next)))]))
  }

  private func advanceClock(_ exchange: Exchange) -> Response {
    guard let seconds = Self.json(exchange)?["advance_seconds"]?.integer,
      (0...1_000_000_000).contains(seconds)
    else { return Self.refusal(400, "takes {\"advance_seconds\": N}") }
    roster.clock.advance(milliseconds: seconds * 1_000)
    return .json(200, .object([("seconds", .integer(roster.clock.seconds))]))
  }

  private func setAttributes(_ id: String, _ exchange: Exchange) -> Response {
    guard case .object(let members)? = Self.json(exchange) else { return Self.notJSON }
    var attributes: [String: String] = [:]
    for (name, value) in members {
      guard let text = value.string else {
        return Self.refusal(400, "the value of `\(name)` is not a text")
      }
      attributes[name] = text
    }
    let canonical = (try? ObjectID(id))?.description ?? id
    guard let isFound = try? roster.store.setAttributes(attributes, of: canonical) else {
      return Self.storeFailed
    }
    guard isFound else { return Self.refusal(404, "no object and no blob has the id \(id)") }
    return .json(200, .object(members))
  }

  private func remove(_ id: String) -> Response {
    guard let blobID = try? BlobID(id), roster.store.remove(blobID) else {
      return Self.refusal(404, "no blob has the id \(id)")
    }
    return .empty(200)
  }

  private func addToIPFS(_ exchange: Exchange) -> Response {
    var form = BlockForm.raw
    var chunkBytes = BlockShelf.chunkBytes
    for (name, value) in exchange.target.parameters {
      switch name {
      case "form":
        guard let asked = BlockForm(rawValue: value) else {
          return Self.refusal(400, "form is raw, dag-pb or node")
        }
        form = asked
      case "chunk":
        guard let asked = Int(value), (1024...1 << 20).contains(asked) else {
          return Self.refusal(400, "chunk is from 1024 to 1048576 bytes")
        }
        chunkBytes = asked
      default: return Self.refusal(400, "takes form and chunk")
      }
    }
    guard let bytes = try? exchange.body(limit: 10 * 1024 * 1024) else {
      return Self.refusal(413, "a body of at most 10 MiB")
    }
    guard let cid = try? roster.shelf.add(bytes, form: form, chunkBytes: chunkBytes) else {
      return Self.storeFailed
    }
    return .json(200, .object([("cid", .string(cid)), ("size", .integer(Int64(bytes.count)))]))
  }

  private var state: JSONValue {
    let members = roster.places.map { place -> JSONValue in
      let counts = place.server.counts
      return .object([
        ("name", .string(place.member.description)), ("url", .string(place.server.url)),
        ("faults", place.emulated.plan.faults.json),
        ("requests", .integer(Int64(place.emulated.log.snapshot.total))),
        ("connections_accepted", .integer(Int64(counts.accepted))),
        ("connections_open", .integer(Int64(counts.open))),
      ])
    }
    let blobs = roster.store.records.map { record -> JSONValue in
      let objects = record.objects.map { object -> JSONValue in
        let attributes = object.attributes.sorted { $0.key < $1.key }
        return .object([
          ("id", .string(object.id)), ("end_epoch", .integer(Int64(object.endEpoch))),
          ("attributes", .object(attributes.map { ($0.key, .string($0.value)) })),
        ])
      }
      return .object([
        ("blob_id", .string(record.blobID)), ("size", .integer(Int64(record.size))),
        ("end_epoch", .integer(Int64(record.endEpoch))), ("objects", .array(objects)),
      ])
    }
    return .object([
      ("epoch", .integer(Int64(roster.store.epoch))),
      ("shard_count", .integer(Int64(roster.store.shardCount))),
      ("members", .array(members)), ("blobs", .array(blobs)),
    ])
  }

  // MARK: - Answers

  private static func json(_ exchange: Exchange) -> JSONValue? {
    (try? exchange.body(limit: 1024 * 1024)).flatMap { JSONValue(parsing: $0) }
  }

  private static func refusal(_ status: Int, _ sentence: String) -> Response {
    .json(status, .object([("error", .string(sentence))]))
  }

  private static func unknownMember(_ name: String) -> Response {
    refusal(
      404, "no server is named `\(name)`; use an index from 0, `publisher`, `ipfs-0` or `all`")
  }

  private static let notJSON = refusal(400, "the body is not a JSON object")
  private static let storeFailed = refusal(500, "the data directory could not be written")
}
