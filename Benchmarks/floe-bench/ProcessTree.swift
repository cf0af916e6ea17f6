/// The accounts that the kernel keeps of a process and its descendants (proc(5)).
enum ProcessTree {
  /// The kernel's tick in `/proc/PID/stat`: 100 a second on every Linux that programs see.
  private static let ticksPerSecond = 100.0

  /// A process and everything it started, directly or not.
  static func members(of roots: [Int32]) -> [Int32] {
    var children = [Int32: [Int32]]()
    for id in Folder.names("/proc").compactMap({ Int32($0) }) {
      if let fields = statistics(id), let parent = Int32(fields[1]) {
        children[parent, default: []].append(id)
      }
    }
    var found = roots
    var next = 0
    while next < found.count {
      found += children[found[next]] ?? []
      next += 1
    }
    return found
  }

  /// The processor time that these processes have used, all threads, user and system, in seconds.
  static func processorSeconds(_ ids: [Int32]) -> (user: Double, system: Double) {
    var user = 0.0
    var system = 0.0
    for id in ids {
      guard let fields = statistics(id) else { continue }
      user += (Double(fields[11]) ?? 0) / ticksPerSecond
      system += (Double(fields[12]) ?? 0) / ticksPerSecond
    }
    return (user, system)
  }

  /// The resident memory of these processes in bytes.
  static func residentBytes(_ ids: [Int32]) -> Int {
    ids.reduce(0) { sum, id in
      let status = TextFile.text("/proc/\(id)/status") ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
      let kibibytes = line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }
      return sum + (kibibytes ?? 0) * 1024
    }
  }

  /// The fields of `/proc/PID/stat` from the third on: state, parent and so on.
  private static func statistics(_ id: Int32) -> [Substring]? {
    guard let text = TextFile.text("/proc/\(id)/stat"),
      let nameEnd = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: nameEnd)...].split(separator: " ")
    return fields.count > 20 ? fields : nil
  }
}
