internal import EventLoops
internal import Metering

/// The shards of admission and metering, one on each loop.
final class LoopAdmission: AdmissionShards {
  private let shards: [LoopBound<AdmissionShard>]

  /// A shard for each loop.
  init(_ state: AdmissionState, loops: [EventLoop]) {
    shards = loops.map { LoopBound(AdmissionShard(state), loop: $0) }
  }

  func here(_ index: Int) -> AdmissionShard { shards[index].value }

  func collect() async -> [UsageDelta] {
    var deltas: [UsageDelta] = []
    for shard in shards {
      deltas += await shard.loop.perform { shard.value.collect() }
    }
    return deltas
  }
}
