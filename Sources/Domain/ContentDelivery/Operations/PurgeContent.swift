/// Takes content out of every shard: one by its name, or all that a scope names.
package struct PurgeContent: Sendable {
  let shards: FillShards

  /// The operation over the shards of the process.
  package init(shards: FillShards) { self.shards = shards }

  /// Purges; when it returns, no shard answers with what was there when it was called, and
  /// fetches that were under way will not be stored.
  package func callAsFunction(_ scope: PurgeScope) async -> PurgeCount {
    var fills = 0
    if case .content(let reference) = scope {
      let key = reference.key
      fills = await shards.home(of: key).run { shard in
        shard.forgetAbsence(of: key)
        return shard.disown { $0.key == key }
      }
      var count = await shards.contents.purgeCopies(of: key)
      count.fills = fills
      return count
    }
    for index in 0..<shards.count {
      fills += await shards[index].run { $0.disown { scope.mayInclude($0) } }
    }
    var count = await shards.contents.purge(scope)
    count.fills = fills
    return count
  }
}
