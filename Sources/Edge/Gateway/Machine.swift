internal import Glibc
internal import Telemetry

/// What the machine has.
enum Machine {
  /// Processors that this process may use.
  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// What a setting asks for, where 0 stands for one per processor.
  static func count(_ setting: Int) -> Int { setting > 0 ? setting : processorCount }

  /// Bytes of memory that this process may have: those of the machine, or fewer where its control
  /// group has a limit (cgroup v2, `memory.max`).
  static var memoryAllowedBytes: Int { min(memoryBytes, ControlGroup.memoryMax ?? .max) }

  /// Bytes of memory.
  static var memoryBytes: Int {
    sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
  }
}
