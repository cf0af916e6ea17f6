import Glibc

/// What the numbers were measured on.
struct Machine {
  let processor: String
  let processorCount: Int
  let kernel: String

  /// The versions of the peers, as they tell them.
  let versions: [String]

  /// Now, in UTC, as `2026-01-31T1259Z`.
  static var timestamp: String {
    var now = time(nil)
    var parts = unsafe tm()
    unsafe gmtime_r(&now, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let count = unsafe strftime(&text, text.count, "%Y-%m-%dT%H%MZ", &parts)
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The processor time that this process has used, in seconds.
  static var processorSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
  }

  static func current(work: String) -> Machine {
    let processors = (TextFile.text("/proc/cpuinfo") ?? "").split(separator: "\n")
      .filter { $0.hasPrefix("model name") }
    let kernel = TextFile.text("/proc/sys/kernel/osrelease") ?? ""
    return Machine(
      processor: processors.first?.split(separator: ":").last.map {
        String($0.drop { $0 == " " })
      } ?? "unknown",
      processorCount: Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))),
      kernel: String(kernel.prefix { !$0.isNewline }),
      versions: [["nginx", "-v"], ["varnishd", "-V"], ["wrk", "-v"]].compactMap {
        firstLine(of: $0, work: work)
      })
  }

  private static func firstLine(of command: [String], work: String) -> String? {
    let output = "\(work)/version.out"
    guard (try? TextFile.write(output, [])) != nil,
      let process = try? Subprocess(command, processor: 0, output: output)
    else { return nil }
    _ = process.wait()
    return TextFile.text(output)?.split(separator: "\n").first.map { String($0) }
  }
}
