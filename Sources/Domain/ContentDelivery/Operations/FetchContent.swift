internal import Routing

/// Brings content into memory, as a request for it would, without anybody to send it to.
struct FetchContent: Sendable {
  let shards: FillShards
  /// The wall clock in seconds since 1970.
  let now: @Sendable () -> Int64

  /// What has come of it.
  enum Outcome: Sendable {
    case stored(StoredContent)
    /// It is too long to be stored, or there is no room for it.
    case notStored
    case failed(FillFailure)
  }

  /// Fetches content unless it is there and fresh.
  func callAsFunction(_ reference: ContentReference) async -> Outcome {
    let key = reference.key
    if let content = await stored(key) { return .stored(content) }
    let home = shards.contents.home(of: key)
    switch await shards.join(reference, for: home, at: now()) {
    case .stored(let content): return .stored(content)
    case .passThrough, .sliced: return .notStored
    case .negative(let failure, _): return .failed(.origin(failure))
    case .overloaded: return .failed(.overloaded)
    case .seat(let seat):
      do {
        guard try await seat.head().isKept else { return .notStored }
        var offset = 0
        while let piece = try await seat.next(from: offset, upTo: .max) { offset += piece.count }
      } catch let failure as FillFailure {
        return .failed(failure)
      } catch is FillDiversion {
        return .notStored
      } catch {
        return .failed(.overloaded)
      }
      return await stored(key).map { .stored($0) } ?? .notStored
    }
  }

  /// The content, where it is there and fresh.
  func stored(_ key: ContentKey) async -> StoredContent? {
    let seconds = now()
    return await shards.contents.atHome(of: key) { shard in
      if case .fresh(let content) = shard.lookup(key, at: seconds) { content } else { nil }
    }
  }
}
