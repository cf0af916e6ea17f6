/// Something that calls for an action.
package enum Trouble: Hashable, Sendable {
  /// A component is like this.
  case component(HealthComponent, ComponentState)
  /// A component had failed and is well again.
  case recovered(HealthComponent)
  /// Requests are not as usual.
  case anomaly(TrafficAnomaly)

  /// What is done about it, in this order.
  package var steps: [RecoveryStep] {
    switch self {
    case .component(.database, .failed): [RecoveryStep(.reconnect, .database)]
    case .component(.sharedState, .failed): [RecoveryStep(.reconnect, .sharedState)]
    case .component(.aggregators, .degraded), .component(.aggregators, .failed):
      [RecoveryStep(.failOver, .aggregators)]
    case .component(.publishers, .degraded), .component(.publishers, .failed):
      [RecoveryStep(.failOver, .publishers)]
    case .component(.memory, .degraded): [RecoveryStep(.shrinkCache, .memory)]
    case .component(.memory, .failed):
      [RecoveryStep(.shedLoad, .memory), RecoveryStep(.shrinkCache, .memory)]
    case .component(.loops, .degraded): [RecoveryStep(.shedLoad, .loops)]
    // Nothing inside the process makes room on a disk, or frees a thread that does not come back.
    case .component: []
    case .recovered(.aggregators): [RecoveryStep(.warmCache, .aggregators)]
    case .recovered: []
    case .anomaly(.errorRate): [RecoveryStep(.failOver, .aggregators)]
    case .anomaly(.latency): [RecoveryStep(.shedLoad, .loops)]
    }
  }
}
