/// Bytes of several requests, and the statuses that must come back, no more and no fewer.
struct SmugglingCase: Sendable, CustomStringConvertible {
  let name: String
  let rule: String
  let bytes: [UInt8]
  let statuses: [Int]
  /// Whether the client says that it sends no more; else the edge has to close by itself.
  let endsInput: Bool

  init(
    _ name: String, _ rule: String, _ text: String, _ statuses: [Int], endsInput: Bool = true
  ) {
    self.name = name
    self.rule = rule
    bytes = Array(text.utf8)
    self.statuses = statuses
    self.endsInput = endsInput
  }

  var description: String { "\(name) (\(rule))" }
}
