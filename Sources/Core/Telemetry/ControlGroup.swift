/// The limits of the control group that the process is in, seen from inside (cgroup v2).
package enum ControlGroup {
  /// Bytes of memory that the group may have; nil without a limit.
  package static var memoryMax: Int? {
    // Inside a container this is the group's own folder; outside it is the root, which has no such
    // file.
    guard let text = ProcFile.read("/sys/fs/cgroup/memory.max") else { return nil }
    return memoryMax(text)
  }

  /// The file's number, nil for `max`.
  static func memoryMax(_ text: String) -> Int? { Int(text.prefix { $0 != "\n" }) }
}
