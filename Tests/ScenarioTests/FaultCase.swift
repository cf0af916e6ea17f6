import Devnet

/// A way in which all upstreams fail, and what a client must see of it.
struct FaultCase: Sendable, CustomStringConvertible {
  enum Sight: Equatable, Sendable {
    /// A problem document and nothing else.
    case problem(Int, String)
    /// A response that breaks off, and cannot be taken for a whole one.
    case brokenOff
    /// One of the two: a reset overtakes bytes that were on their way.
    case problemOrBrokenOff
    /// The content, as if nothing had been.
    case whole
  }

  let name: String
  let sight: Sight
  let faults: Faults
  /// Whether the content can be had as soon as the fault is gone.
  let heals: Bool

  init(
    _ name: String, _ sight: Sight, heals: Bool = true, _ adjust: (inout Faults) -> Void
  ) {
    self.name = name
    self.sight = sight
    self.heals = heals
    var faults = Faults()
    adjust(&faults)
    self.faults = faults
  }

  var description: String { name }
}
