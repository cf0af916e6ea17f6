internal import HTTP
internal import Routing

/// Accepts a client's well-formed request id, or makes one.
///
/// Made ids are 24 characters of base 32: 120 bits of a generator that is seeded by the system
/// for each shard, so that ids of different shards and runs do not meet.
struct RequestIdentity {
  private var state: UInt64
  private var stream: UInt64

  init() {
    var system = SystemRandomNumberGenerator()
    state = system.next()
    stream = system.next()
  }

  /// Fills in the context's id from `X-Request-ID` (8 to 64 of `A-Z a-z 0-9 - _`) or anew.
  mutating func assign(_ context: RequestContext, head: RequestHead, bytes: Span<UInt8>) {
    if let given = head.value(.xRequestID, in: bytes), Self.isWellFormed(given) {
      for index in given.indices { context.id[index] = given[index] }
      context.idCount = given.count
    } else {
      assign(context)
    }
  }

  /// Fills in a new id.
  mutating func assign(_ context: RequestContext) {
    var bits = next()
    for index in 0..<24 {
      if index == 12 { bits = next() }
      let digit = UInt8(truncatingIfNeeded: bits & 31)
      bits >>= 5
      context.id[index] = digit < 26 ? UInt8(ascii: "a") + digit : UInt8(ascii: "2") + digit - 26
    }
    context.idCount = 24
  }

  static func isWellFormed(_ id: Span<UInt8>) -> Bool {
    guard (8...RequestContext.idCountMax).contains(id.count) else { return false }
    for index in id.indices {
      switch id[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        continue
      default: return false
      }
    }
    return true
  }

  /// SplitMix64 (Steele, Lea and Flood 2014) over a state that a second word perturbs.
  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state ^ stream
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
