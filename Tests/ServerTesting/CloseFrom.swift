import Glibc

/// Has a process that is started close every descriptor from one on (glibc 2.34, whose header hides
/// it here): a socket of the tests that a server held too would never be seen to end.
@_silgen_name("posix_spawn_file_actions_addclosefrom_np")
func posix_spawn_file_actions_addclosefrom_np(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ first: Int32
) -> Int32
