internal import CLinux

extension Edge {
  /// Gives back to the system what only the start needed: free memory of the allocator, and machine
  /// code, of which what serves comes back page by page as it is run.
  package static func letGoOfStart() {
    _ = floe_trim_heap()
    floe_let_go_of_text()
  }
}
