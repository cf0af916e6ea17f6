internal import HTTP
internal import Routing

/// Accepts a client's well-formed request id, or makes one.
///
/// Made ids are 24 characters of base 32: twelve that the system chose at random for the shard,
/// then a counter of twelve that began at random, so that ids of different shards and runs do not
/// meet. Counting moves one character, most of the time.
struct RequestIdentity {
  private static let count = 24
  private static let randomCount = 12

  private var last = InlineArray<24, UInt8>(repeating: 0)

  init() {
    var system = SystemRandomNumberGenerator()
    for index in 0..<Self.count {
      last[index] = Self.digit(UInt8.random(in: 0..<32, using: &system))
    }
  }

  /// Fills in the context's id from `X-Request-ID` (8 to 64 of `A-Z a-z 0-9 - _`) or anew.
  mutating func assign(_ context: RequestContext, head: RequestHead, bytes: Span<UInt8>) {
    if let given = head.value(.xRequestID, in: bytes), Self.isWellFormed(given) {
      context.setID(given)
    } else {
      assign(context)
    }
  }

  /// Fills in a new id.
  mutating func assign(_ context: RequestContext) {
    var index = Self.count - 1
    while index >= Self.randomCount {
      let next = Self.following(last[index])
      last[index] = next
      // Past the last digit the one before it moves too.
      if next != UInt8(ascii: "a") { break }
      index -= 1
    }
    context.setID(last.span)
  }

  /// The character of a value below 32: a to z, then 2 to 7 (RFC 4648 section 6, in lower case).
  private static func digit(_ value: UInt8) -> UInt8 {
    value < 26 ? UInt8(ascii: "a") + value : UInt8(ascii: "2") + value - 26
  }

  private static func following(_ character: UInt8) -> UInt8 {
    switch character {
    case UInt8(ascii: "z"): UInt8(ascii: "2")
    case UInt8(ascii: "7"): UInt8(ascii: "a")
    default: character + 1
    }
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
}
