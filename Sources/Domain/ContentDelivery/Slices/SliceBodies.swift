internal import Bytes

/// What is in hand of a content's slices: those that are coming, with who reads them as they come,
/// and those that came lately.
struct SliceBodies {
  /// Slices that readers wait for or read while they come.
  private var bodies: [Int: GrowingBody] = [:]
  /// The bytes of slices that have begun to come.
  private var buffers: [Int: SliceBuffer] = [:]
  /// Slices that came lately and that a reader comes to soon: evicted or not, they are not fetched
  /// twice.
  private var recent: [(slice: Int, content: StoredContent)] = []

  /// A slice that came lately.
  func recent(_ slice: Int) -> StoredContent? { recent.first { $0.slice == slice }?.content }

  /// The bytes of a slice that has begun to come.
  func buffer(of slice: Int) -> SliceBuffer? { buffers[slice] }

  /// A place for one more who reads a slice as it comes.
  mutating func seat(of slice: Int) -> FillSeat {
    let isFirst = bodies[slice] == nil
    let body = bodies[slice] ?? GrowingBody(resumeWriter: {})
    if isFirst, let buffer = buffers[slice], !buffer.isHeld { body.attach(buffer.body) }
    bodies[slice] = body
    return FillSeat(body, isFirst: isFirst, left: {})
  }

  /// A slice begins to come.
  mutating func began(_ slice: Int, in buffer: SliceBuffer) {
    buffers[slice] = buffer
    if !buffer.isHeld { bodies[slice]?.attach(buffer.body) }
  }

  /// What has come of a slice is not believed; who reads it waits for it to come again.
  mutating func spoiled(_ slice: Int) { buffers[slice] = nil }

  /// More of a slice has come.
  func grew(_ slice: Int) { bodies[slice]?.grew() }

  /// All of a slice has come.
  mutating func completed(_ slice: Int, _ content: StoredContent) {
    buffers[slice] = nil
    recent.append((slice, content))
    guard let body = bodies.removeValue(forKey: slice) else { return }
    body.attach(content.body)
    body.end(.whole(content.body.count))
  }

  /// Some slices do not come.
  mutating func fail(_ slices: Range<Int>, _ failure: FillFailure) {
    for slice in bodies.keys where slices.contains(slice) {
      bodies.removeValue(forKey: slice)?.end(.failed(failure))
    }
  }

  /// No slice comes any more.
  mutating func failAll(_ failure: FillFailure) {
    for body in bodies.values { body.end(.failed(failure)) }
    self = SliceBodies()
  }

  /// Lets go of slices that readers come to soon: there is no room for others.
  mutating func dropRecent() { recent = [] }

  /// Lets go of what nobody wants any more.
  mutating func dropUnwanted(by fill: SliceFill) {
    let countMax = (fill.limits.aheadMax + 1) * max(fill.runs.count, 1)
    recent.removeAll { !fill.isNear($0.slice) }
    recent.removeFirst(max(recent.count - countMax, 0))
    for slice in bodies.keys where !fill.isComing(slice) && !fill.isWanted(slice) {
      bodies.removeValue(forKey: slice)?.end(.failed(.origin(OriginFailure(.cancelled))))
    }
    for slice in buffers.keys where !fill.isComing(slice) { buffers[slice] = nil }
  }
}
