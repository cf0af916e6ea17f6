/// What this process takes of the machine's memory.
package enum ProcessMemory {
  /// Resident bytes (proc(5), `/proc/self/stat`); nil where the system does not tell.
  package static var residentBytes: Int? {
    ProcessStatus.current.map { Int($0.residentBytes) }
  }
}
