/// The shards of admission and metering, wherever their loops are.
package protocol AdmissionShards: Sendable {
  /// The shard of this number, for a caller on its loop; traps elsewhere.
  func here(_ index: Int) -> AdmissionShard

  /// What all shards have counted since the last call.
  func collect() async -> [UsageDelta]
}
