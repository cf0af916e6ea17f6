/// Something that an address does and that is no good when it does it often.
package enum AddressOffence: Hashable, Sendable {
  /// A request without a credential that was refused or failed by the client's fault.
  case refused
  /// An attempt to sign in that failed; as bad as several refused requests.
  case signInFailed
  /// A request without a credential that was answered, but not from memory.
  case uncached
  /// A request over a limit, with the limit's requests a minute.
  case overLimit(perMinute: Int64)
}
