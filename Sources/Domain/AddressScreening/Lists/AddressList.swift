/// The two lists that a block of addresses can be in.
package enum AddressList: String, CaseIterable, Sendable {
  /// What comes from here is never refused for its address, and never banned by itself.
  case allow
  /// What comes from here is refused.
  case deny
}
