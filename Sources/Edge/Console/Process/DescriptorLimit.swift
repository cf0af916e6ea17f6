internal import Glibc

/// How many descriptors the process may have open.
enum DescriptorLimit {
  /// Raises the limit as far as the system lets an ordinary process go. Shells set it low for
  /// programs that still use select(2).
  static func raise() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    guard limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    unsafe _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
