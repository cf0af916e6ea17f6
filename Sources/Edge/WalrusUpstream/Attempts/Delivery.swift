internal import ContentDelivery

/// How far the bytes announced by a delivered head have come.
struct Delivery {
  /// The bytes of the content that were announced; the end is nil when it was not said.
  private let start: Int64
  private var end: Int64?
  private let total: Int64?
  private(set) var position: Int64
  /// What was announced.
  private let head: OriginHead

  init(_ head: OriginHead) {
    switch head.coverage {
    case .whole: start = 0
    case .part(let positions): start = positions.lowerBound
    }
    end = head.length.map { [start] in start + $0 }
    total = head.total
    position = start
    self.head = head
  }

  /// Counts bytes; false when they are more than were announced.
  mutating func delivered(_ count: Int) -> Bool {
    position += Int64(count)
    return end.map { position <= $0 } ?? true
  }

  /// Whether everything that was announced has come; unannounced ends are the framing's business.
  var isWhole: Bool { end.map { position == $0 } ?? true }

  /// The bytes that are missing; nil when it is not known, or none are.
  var missing: ClosedRange<Int64>? {
    guard let end, total != nil, position < end else { return nil }
    return position...(end - 1)
  }

  /// Whether nothing has been delivered of a content whose length was not said, so that another
  /// response may take the place of the first.
  var isUntouched: Bool { end == nil && position == start }

  /// Takes another response in the place of one that brought nothing; false when it says
  /// something else of the content than was announced.
  mutating func restart(with other: OriginHead) -> Bool {
    guard isUntouched, other.coverage == head.coverage, other.attributes == head.attributes
    else { return false }
    end = other.length.map { [start] in start + $0 }
    return true
  }

  /// How many bytes of another response to skip to go on from here; nil when the response
  /// does not fit to what was announced.
  func skip(in head: OriginHead) -> Int64? {
    guard let missing, let total, head.total == total else { return nil }
    switch head.coverage {
    case .whole: return missing.upperBound == total - 1 ? position : nil
    case .part(let positions): return positions == missing ? 0 : nil
    }
  }
}
