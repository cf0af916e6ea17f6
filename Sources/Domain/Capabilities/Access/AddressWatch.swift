package import Bytes

/// Told what addresses do, so that those who attack are shut out for a while.
package protocol AddressWatch: Sendable {
  /// Notes an offence; returns at once.
  ///
  /// - Parameter seconds: since 1970.
  func note(_ offence: AddressOffence, of address: PeerAddress, at seconds: Int64)
}
