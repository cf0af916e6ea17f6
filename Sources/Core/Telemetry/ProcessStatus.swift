import Glibc

/// The numbers of `/proc/self/stat` that the metrics show (proc(5)).
struct ProcessStatus {
  let cpuSeconds: Double
  let residentBytes: Double
  let virtualBytes: Double
  let startSecondsAfterBoot: Double

  /// This process now, or nil when `/proc` is not there.
  static var current: ProcessStatus? {
    guard let text = ProcFile.read("/proc/self/stat") else { return nil }
    return ProcessStatus(
      stat: text, ticksPerSecond: Double(sysconf(Int32(_SC_CLK_TCK))),
      pageSize: Double(sysconf(Int32(_SC_PAGESIZE))))
  }

  /// Reads the line of `/proc/self/stat`. The second field is the program's name in
  /// brackets and may itself hold brackets and blanks, so fields count from the last one.
  init?(stat: String, ticksPerSecond: Double, pageSize: Double) {
    guard let close = stat.lastIndex(of: ")") else { return nil }
    let fields = stat[stat.index(after: close)...].split { $0 == " " || $0 == "\n" }
    // The field after the name is number 3 of the manual.
    func field(_ number: Int) -> Double? {
      number - 3 < fields.count ? Double(fields[number - 3]) : nil
    }
    guard let user = field(14), let system = field(15), let start = field(22),
      let virtual = field(23), let pages = field(24)
    else { return nil }
    cpuSeconds = (user + system) / ticksPerSecond
    startSecondsAfterBoot = start / ticksPerSecond
    virtualBytes = virtual
    residentBytes = pages * pageSize
  }

  /// The `btime` line of `/proc/stat`: when the machine started, since the epoch.
  static func bootTime(_ stat: String) -> Double? {
    for line in stat.split(separator: "\n") where line.hasPrefix("btime ") {
      return Double(line.dropFirst(6))
    }
    return nil
  }
}
