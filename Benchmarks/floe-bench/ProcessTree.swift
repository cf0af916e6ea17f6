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
  static func residentBytes(_ ids: [Int32]) -> Int { bytes(ids, ["VmRSS"]) }

  /// The part of it that no file stands behind, in bytes: what they have allocated, without code that
  /// is mapped again when it runs.
  static func allocatedBytes(_ ids: [Int32]) -> Int { bytes(ids, ["RssAnon", "RssShmem"]) }

  /// The sum of fields of `/proc/PID/status`, which the kernel gives in KiB.
  private static func bytes(_ ids: [Int32], _ names: [String]) -> Int {
    ids.reduce(0) { sum, id in
      let lines = (TextFile.text("/proc/\(id)/status") ?? "").split(separator: "\n")
      return sum
        + names.reduce(0) { sum, name in
          let line = lines.first { $0.hasPrefix("\(name):") }
          let words = line?.split { $0 == " " || $0 == "\t" } ?? []
          return sum + (words.count > 1 ? Int(words[1]) ?? 0 : 0) * 1024
        }
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
