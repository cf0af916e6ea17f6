internal import Bytes
internal import Routing

/// Brings content into memory, as a request for it would, without anybody to send it to.
struct FetchContent: Sendable {
  let shards: FillShards
  /// The wall clock in seconds since 1970.
  let now: @Sendable () -> Int64

  /// What has come of it.
  enum Outcome: Sendable {
    case stored(StoredContent)
    /// All of its slices have come.
    case sliced(SlicedContent)
    /// It is too long to be stored, or there is no room for it.
    case notStored
    case failed(FillFailure)
  }

  /// Fetches content unless it is there and fresh.
  ///
  /// - Parameter isProving: whether content in slices is to be proven on the way.
  func callAsFunction(_ reference: ContentReference, isProving: Bool = false) async -> Outcome {
    let key = reference.key
    if let content = await stored(key) { return .stored(content) }
    let home = shards.contents.home(of: key)
    switch await shards.join(reference, for: home, at: now()) {
    case .stored(let content): return .stored(content)
    case .sliced(let content): return await read(content, isProving: isProving)
    case .passThrough: return .notStored
    case .negative(let failure, _): return .failed(.origin(failure))
    case .overloaded: return .failed(.overloaded)
    case .shed(let seconds): return .failed(.shed(seconds: seconds))
    case .seat(let seat):
      do {
        guard try await seat.head().isKept else { return .notStored }
        var offset = 0
        while let piece = try await seat.next(from: offset, upTo: .max) { offset += piece.count }
      } catch let failure as FillFailure {
        return .failed(failure)
      } catch is FillDiversion {
        guard let content = await sliced(key) else { return .notStored }
        return await read(content, isProving: isProving, insteadOf: seat)
      } catch {
        return .failed(.overloaded)
      }
      return await stored(key).map { .stored($0) } ?? .notStored
    }
  }

  /// Has all slices of content fetched that are not there.
  ///
  /// - Parameter seat: at the fetch that has shown that the content is in slices; given up when
  ///   the slices know of their reader.
  private func read(
    _ content: SlicedContent, isProving: Bool, insteadOf seat: FillSeat? = nil
  ) async -> Outcome {
    let length = content.metadata.length
    // What is longer would only push its own beginning out again.
    let fits = await shards.contents.atHome(of: content.key) {
      length <= $0.budget.limit / FillShard.gatheredShare
    }
    guard fits else { return .notStored }
    let opening = await shards.openSlices(of: content, [0..<length], isProving: isProving)
    seat?.leave()
    guard case .opened(let place, isHit: _, isCollapsed: _) = opening else {
      if case .unprovable = opening { return .notStored }
      return .failed(.overloaded)
    }
    let reader = SliceReader(place)
    do {
      var offset = 0
      while let piece = try await reader.next(from: offset, upTo: length) { offset += piece.count }
    } catch let failure as FillFailure {
      return .failed(failure)
    } catch {
      return .failed(.overloaded)
    }
    return await sliced(content.key).map { .sliced($0) } ?? .notStored
  }

  /// What is known of content in slices.
  func sliced(_ key: ContentKey) async -> SlicedContent? {
    await shards.contents.atHome(of: key) { $0.sliced(key) }
  }

  /// The content, where it is there and fresh.
  func stored(_ key: ContentKey) async -> StoredContent? {
    let seconds = now()
    return await shards.contents.atHome(of: key) { shard in
      if case .fresh(let content) = shard.lookup(key, at: seconds) { content } else { nil }
    }
  }
}
