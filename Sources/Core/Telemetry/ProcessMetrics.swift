import Glibc

/// What the kernel says of this process (proc(5)), under Prometheus' conventional names.
enum ProcessMetrics {
  struct Metric: Sendable {
    let name: String
    let help: String
    let read: @Sendable () -> Double
  }

  static let all: [Metric] = [
    Metric(
      name: "process_cpu_seconds_total", help: "User and system time spent, in seconds.",
      read: { ProcessStatus.current?.cpuSeconds ?? .nan }),
    Metric(
      name: "process_resident_memory_bytes", help: "Resident memory in bytes.",
      read: { ProcessStatus.current?.residentBytes ?? .nan }),
    Metric(
      name: "process_virtual_memory_bytes", help: "Virtual memory in bytes.",
      read: { ProcessStatus.current?.virtualBytes ?? .nan }),
    Metric(
      name: "process_start_time_seconds", help: "Start of the process since the epoch, in seconds.",
      read: { startTime }),
    Metric(name: "process_open_fds", help: "Open file descriptors.", read: { openDescriptors() }),
    Metric(
      name: "process_max_fds", help: "Most file descriptors that may be open.",
      read: { descriptorLimit() }),
  ]

  private static let startTime: Double = {
    guard let status = ProcessStatus.current, let text = ProcFile.read("/proc/stat"),
      let boot = ProcessStatus.bootTime(text)
    else { return .nan }
    return boot + status.startSecondsAfterBoot
  }()

  private static func openDescriptors() -> Double {
    guard let directory = unsafe opendir("/proc/self/fd") else { return .nan }
    defer { unsafe closedir(directory) }
    var count = 0
    while unsafe readdir(directory) != nil { count += 1 }
    // Less "." and "..", and the descriptor that this look opened.
    return Double(max(count - 3, 0))
  }

  private static func descriptorLimit() -> Double {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return .nan
    }
    return limit.rlim_cur == .max ? .infinity : Double(limit.rlim_cur)
  }
}
