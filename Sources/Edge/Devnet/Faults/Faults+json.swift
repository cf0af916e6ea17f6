extension Faults {
  /// A fault document that can not be followed; the sentence says why.
  struct Refusal: Error {
    let sentence: String
  }

  /// Every name of the JSON form with what it takes, in the order of the help text.
  static let names: [(name: String, takes: String)] = [
    ("latency_ms", "milliseconds before every answer"),
    ("status", "answer with this status: 403 404 429 451 500 502 503 504 or another"),
    ("probability", "0.0 to 1.0, the share of requests that are hit"),
    ("times", "so many requests are hit, then none"),
    ("target", "only requests whose target contains this text are hit"),
    ("stall_after_bytes", "bytes of the body, then silence"),
    ("truncate_after_bytes", "bytes of the body, then an orderly end"),
    ("reset_after_bytes", "bytes of the body, then a reset"),
    ("wrong_bytes", "true: a right length with wrong content"),
    ("wrong_length", "Content-Length is off by this much, + or -"),
    ("trickle_bytes_per_second", "the rate of the body"),
    ("chunked", "true: chunks instead of Content-Length"),
    ("not_found_first", "404 for the first so many reads of each target"),
    ("blocked", "list of blob ids answered with 451"),
    ("too_large", "403 for blobs with more bytes than this"),
    ("mode", "\"plain\", \"nginx\" or \"cloudflare\""),
    ("stall_before_head", "true: never answer"),
    ("close_before_head", "true: close without an answer"),
    ("malformed_head", "true: answer with something that is no HTTP"),
    ("never_accept", "true: let new connections wait"),
    ("fields", "object of fields added to every answer"),
  ]

  /// Reads the JSON form, strictly: unknown names and wrong types are refused.
  init(json: JSONValue) throws(Refusal) {
    guard case .object(let members) = json else { throw Refusal(sentence: "not a JSON object") }
    self.init()
    for (name, value) in members {
      if case .null = value { continue }
      guard try apply(name, value) else {
        let known = Self.names.map(\.name).joined(separator: ", ")
        throw Refusal(sentence: "unknown fault `\(name)`, expected one of \(known)")
      }
    }
  }

  private mutating func apply(_ name: String, _ value: JSONValue) throws(Refusal) -> Bool {
    switch name {
    case "latency_ms": latencyMilliseconds = try Self.count(name, value)
    case "status": status = try Self.count(name, value, in: 100...599)
    case "probability": probability = try Self.share(name, value)
    case "times": times = try Self.count(name, value)
    case "target": target = try Self.text(name, value)
    case "stall_after_bytes": stallAfterBytes = try Self.count(name, value)
    case "truncate_after_bytes": truncateAfterBytes = try Self.count(name, value)
    case "reset_after_bytes": resetAfterBytes = try Self.count(name, value)
    case "wrong_bytes": wrongBytes = try Self.flag(name, value)
    case "wrong_length": lengthOffset = try Self.count(name, value, in: -(1 << 40)...(1 << 40))
    case "trickle_bytes_per_second":
      trickleBytesPerSecond = try Self.count(name, value, in: 1...(1 << 31))
    case "chunked": chunked = try Self.flag(name, value)
    case "not_found_first": notFoundFirst = try Self.count(name, value)
    case "blocked": blockedIDs = try Self.list(name, value)
    case "too_large": tooLarge = try Self.count(name, value)
    case "mode": mode = try Self.mode(name, value)
    case "stall_before_head": stallBeforeHead = try Self.flag(name, value)
    case "close_before_head": closeBeforeHead = try Self.flag(name, value)
    case "malformed_head": malformedHead = try Self.flag(name, value)
    case "never_accept": neverAccept = try Self.flag(name, value)
    case "fields": extraFields = try Self.fields(name, value)
    default: return false
    }
    return true
  }

  /// The JSON form with what differs from no fault.
  var json: JSONValue {
    var members: [(name: String, value: JSONValue)] = []
    func add(_ name: String, _ number: Int?) {
      if let number { members.append((name, .integer(Int64(number)))) }
    }
    func add(_ name: String, _ flag: Bool) {
      if flag { members.append((name, true)) }
    }
    add("latency_ms", latencyMilliseconds)
    add("status", status)
    if probability != 1 { members.append(("probability", .number(probability))) }
    add("times", times)
    if let target { members.append(("target", .string(target))) }
    add("stall_after_bytes", stallAfterBytes)
    add("truncate_after_bytes", truncateAfterBytes)
    add("reset_after_bytes", resetAfterBytes)
    add("wrong_bytes", wrongBytes)
    add("wrong_length", lengthOffset == 0 ? nil : lengthOffset)
    add("trickle_bytes_per_second", trickleBytesPerSecond)
    add("chunked", chunked)
    add("not_found_first", notFoundFirst == 0 ? nil : notFoundFirst)
    if !blockedIDs.isEmpty {
      members.append(("blocked", .array(blockedIDs.map { .string($0) })))
    }
    add("too_large", tooLarge)
    if mode != .plain { members.append(("mode", .string(mode.rawValue))) }
    add("stall_before_head", stallBeforeHead)
    add("close_before_head", closeBeforeHead)
    add("malformed_head", malformedHead)
    add("never_accept", neverAccept)
    if !extraFields.isEmpty {
      let fields = extraFields.sorted { $0.key < $1.key }
      members.append(("fields", .object(fields.map { ($0.key, .string($0.value)) })))
    }
    return .object(members)
  }

  // MARK: - Values

  private static func count(
    _ name: String, _ value: JSONValue, in bounds: ClosedRange<Int> = 0...(1 << 40)
  ) throws(Refusal) -> Int {
    guard let number = value.integer, bounds.contains(Int(number)) else {
      throw Refusal(
        sentence: "`\(name)` takes a whole number from \(bounds.lowerBound) to "
          + "\(bounds.upperBound)")
    }
    return Int(number)
  }

  private static func share(_ name: String, _ value: JSONValue) throws(Refusal) -> Double {
    switch value {
    case .integer(let number) where number == 0 || number == 1: return Double(number)
    case .number(let number) where (0...1).contains(number): return number
    default: throw Refusal(sentence: "`\(name)` takes a number from 0 to 1")
    }
  }

  private static func flag(_ name: String, _ value: JSONValue) throws(Refusal) -> Bool {
    guard case .bool(let flag) = value else {
      throw Refusal(sentence: "`\(name)` takes true or false")
    }
    return flag
  }

  private static func text(_ name: String, _ value: JSONValue) throws(Refusal) -> String {
    guard let text = value.string else { throw Refusal(sentence: "`\(name)` takes a text") }
    return text
  }

  private static func list(_ name: String, _ value: JSONValue) throws(Refusal) -> [String] {
    guard case .array(let values) = value else {
      throw Refusal(sentence: "`\(name)` takes a list of texts")
    }
    var texts: [String] = []
    for value in values { texts.append(try text(name, value)) }
    return texts
  }

  private static func mode(_ name: String, _ value: JSONValue) throws(Refusal) -> Mode {
    guard let mode = value.string.flatMap({ Mode(rawValue: $0) }) else {
      throw Refusal(sentence: "`\(name)` takes \"plain\", \"nginx\" or \"cloudflare\"")
    }
    return mode
  }

  private static func fields(
    _ name: String, _ value: JSONValue
  ) throws(Refusal) -> [String: String] {
    guard case .object(let members) = value else {
      throw Refusal(sentence: "`\(name)` takes an object of texts")
    }
    var fields: [String: String] = [:]
    for (field, value) in members { fields[field.lowercased()] = try text(name, value) }
    return fields
  }
}
