internal import Bytes
internal import EventLoops
internal import Glibc
internal import HTTP
internal import Routing
internal import Transport

extension Connection {
  /// Writes the sink out; false when something is left over or the connection is gone.
  ///
  /// What is left over is retained in the activity's output, and reading rests until it is
  /// written. The sink is empty afterwards in either case.
  func flush() -> Bool {
    // A small response alone is one run: it needs neither a list of runs nor a loop over them.
    let shard = self.shard
    guard activity == nil, let run = unsafe shard.sink.soleHead else { return flushGathered() }
    let result = unsafe transport.write(run, moreFollows: false)
    guard result.moves(run.count) else {
      return flushGathered(after: WriteAttempt(result: result, offered: run.count))
    }
    shard.sink.reset()
    return true
  }

  /// - Parameter first: what came of a first attempt, if there was one.
  private func flushGathered(after first: WriteAttempt? = nil) -> Bool {
    let sink = shard.sink
    guard !sink.isEmpty else { return activity?.output.isEmpty ?? true }
    defer { sink.reset() }
    if let activity, !activity.output.isEmpty {
      retain(sink, from: 0, sent: 0)
      return false
    }
    var segment = 0
    var sent = 0
    var made = first
    while segment < sink.segmentCount {
      let attempt = made ?? write(sink, from: segment, sent: sent)
      made = nil
      if attempt.hasFailed {
        abort()
        return false
      }
      (segment, sent) = Self.advance(sink, segment, sent, by: attempt.count)
      if attempt.foundSocketFull {
        retain(sink, from: segment, sent: sent)
        if activity?.exchange == nil { enter(.writing) }
        watch(activity?.exchange == nil ? .writable : [.readable, .writable])
        return false
      }
    }
    return true
  }

  private static func advance(
    _ sink: ResponseSink, _ segment: Int, _ sent: Int, by count: Int
  ) -> (Int, Int) {
    var segment = segment
    var position = sent + count
    while segment < sink.segmentCount, unsafe sink.segments[segment].count <= position {
      position -= unsafe sink.segments[segment].count
      segment += 1
    }
    return (segment, position)
  }

  /// One system call for as many segments as it can take.
  private func write(_ sink: ResponseSink, from first: Int, sent: Int) -> WriteAttempt {
    if case .pages = unsafe sink.segments[first].place {
      let segment = unsafe sink.segments[first]
      let rest = unsafe UnsafeRawBufferPointer(
        start: segment.address! + sent, count: segment.count - sent)
      return unsafe write(pages: rest, moreFollows: first + 1 < sink.segmentCount)
    }
    return unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: 64) { runs in
      var count = 0
      var skip = sent
      var index = first
      var arePagesNext = false
      gathering: while index < sink.segmentCount, count < 64 {
        let segment = unsafe sink.segments[index]
        let start: UnsafeRawPointer
        switch segment.place {
        case .head: unsafe start = UnsafeRawPointer(sink.slab + segment.offset)
        case .memory: unsafe start = segment.address!
        case .pages:
          arePagesNext = true
          break gathering
        }
        unsafe runs[count] = iovec(
          iov_base: UnsafeMutableRawPointer(mutating: start + skip), iov_len: segment.count - skip)
        skip = 0
        count += 1
        index += 1
      }
      return unsafe write(
        UnsafeBufferPointer(rebasing: runs[..<count]), moreFollows: arePagesNext)
    }
  }

  private func write(_ runs: UnsafeBufferPointer<iovec>, moreFollows: Bool) -> WriteAttempt {
    let offered = unsafe runs.reduce(0) { unsafe $0 + $1.iov_len }
    let result = unsafe transport.write(runs, moreFollows: moreFollows)
    return WriteAttempt(result: result, offered: offered)
  }

  private func write(pages: UnsafeRawBufferPointer, moreFollows: Bool) -> WriteAttempt {
    let result = unsafe transport.write(
      pages: pages, through: shard.pagePipe, moreFollows: moreFollows)
    return WriteAttempt(result: result, offered: pages.count)
  }

  /// Takes ownership of what the sink holds from a segment on.
  private func retain(_ sink: ResponseSink, from first: Int, sent: Int) {
    let output = working.output
    var skip = sent
    for index in first..<sink.segmentCount {
      let segment = unsafe sink.segments[index]
      switch segment.place {
      case .head:
        let rest = unsafe UnsafeRawBufferPointer(
          start: sink.slab + segment.offset + skip, count: segment.count - skip)
        output.append(unsafe OwnedBytes(copying: rest).piece)
      case .memory:
        let bytes = unsafe UnsafeRawBufferPointer(start: segment.address!, count: segment.count)
        output.append(
          unsafe BodyPiece(memory: bytes, owner: segment.owner!.takeUnretainedValue()), sent: skip)
      case .pages:
        let bytes = unsafe UnsafeRawBufferPointer(start: segment.address!, count: segment.count)
        output.append(
          unsafe BodyPiece(pages: bytes, owner: segment.owner!.takeUnretainedValue()), sent: skip)
      }
      skip = 0
    }
  }

  /// Writes as much of the waiting output as the client takes.
  func flushOutput() {
    guard let activity else { return watch(.readable) }
    while !activity.output.isEmpty {
      let attempt = write(activity.output)
      if attempt.hasFailed { return abort() }
      if attempt.count > 0 {
        activity.output.consume(attempt.count)
        unsafe deadline = shard.tick(after: shard.limits.writeStallTimeout)
      }
      if attempt.foundSocketFull {
        if activity.output.isTooSlow(at: EventLoop.nowNanoseconds, for: shard.limits.readRate) {
          return stall()
        }
        let isOver = unsafe activity.exchange == nil || traits.contains(.inputEnded)
        watch(isOver ? .writable : [.readable, .writable])
        return
      }
    }
    if let exchange = activity.exchange {
      let wantsNone =
        unsafe traits.contains(.inputEnded) || activity.carry.count >= exchange.inputMax
      watch(wantsNone ? [] : .readable)
      exchange.outputWritten()
    } else if unsafe traits.contains(.closesAfterOutput) {
      beginLingering()
    } else {
      unsafe phase = .idle
      processCarry()
    }
  }

  private func write(_ output: OutputQueue) -> WriteAttempt {
    let waiting = output.waiting
    let run = waiting.first!
    if case .pages(let start) = run.piece.place {
      let rest = unsafe UnsafeRawBufferPointer(
        start: start + run.sent, count: run.piece.count - run.sent)
      return unsafe write(pages: rest, moreFollows: waiting.count > 1)
    }
    return unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: 64) { runs in
      var count = 0
      var arePagesNext = false
      for run in waiting.prefix(64) {
        guard case .memory(let start) = run.piece.place else {
          arePagesNext = true
          break
        }
        unsafe runs[count] = iovec(
          iov_base: UnsafeMutableRawPointer(mutating: start + run.sent),
          iov_len: run.piece.count - run.sent)
        count += 1
      }
      return unsafe write(
        UnsafeBufferPointer(rebasing: runs[..<count]), moreFollows: arePagesNext)
    }
  }

  /// Answers a request that never became one, and ends the connection.
  func reject(_ refusal: Refusal) {
    let outcome = write(refusal)
    shard.observer.finished(
      outcome, method: .other, target: Span(), context: shard.context)
    if flush() { beginLingering() }
  }

  /// Answers a connection that is not taken, and ends it: at once where the client would have to
  /// be waited for.
  func turnAway(_ refusal: Refusal) {
    _ = write(refusal)
    if flush() { beginLingering() } else { abort() }
  }

  private func write(_ refusal: Refusal) -> RequestOutcome {
    let shard = self.shard
    unsafe shard.identity.assign(shard.context)
    unsafe shard.context.begin(at: EventLoop.nowNanoseconds, from: peer, closesConnection: true)
    unsafe traits.insert(.closesAfterOutput)
    activity?.carry.removeAll()
    return refusal.write(to: shard.sink, context: shard.context)
  }
}
