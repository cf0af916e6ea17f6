/// Why an address is shut out for a while.
package enum BanReason: String, CaseIterable, Sendable {
  /// Too many requests without a credential were refused or failed, signing in included.
  case refusals
  /// Too many requests without a credential could not be answered from memory.
  case uncached
  /// It went on far beyond a limit.
  case limits
  /// An administrator wanted it.
  case administrator
}
