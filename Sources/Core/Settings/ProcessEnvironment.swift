import Glibc

/// The variables that the process was started with.
package enum ProcessEnvironment {
  /// A copy of the environment. Call it before other threads start: the C library's table
  /// may move when somebody changes it.
  package static func variables() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
      let parts = unsafe String(cString: text).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      unsafe entry += 1
    }
    return variables
  }
}
