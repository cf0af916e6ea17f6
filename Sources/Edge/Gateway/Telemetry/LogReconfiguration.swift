internal import Capabilities
internal import Telemetry

/// Puts other levels and another choice of requests into force for the logs.
struct LogReconfiguration: Reconfigurable {
  let levels: LogLevels
  let observers: ShardObservers

  func reconfigure(_ section: LogSettings) async {
    section.apply(to: levels)
    await observers.sample(section.sampling)
  }
}
