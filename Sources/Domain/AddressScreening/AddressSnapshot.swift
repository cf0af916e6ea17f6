internal import Bytes

/// Everything that is looked at for an address, as it is between two changes of the lists. Bans come
/// and go within it.
final class AddressSnapshot: Sendable {
  let table: AddressTable
  let bans: BanTable?
  let allowsOnlyListed: Bool

  init(table: AddressTable, bans: BanTable?, allowsOnlyListed: Bool) {
    self.table = table
    self.bans = bans
    self.allowsOnlyListed = allowsOnlyListed
  }

  /// Whether nobody is refused for as long as nothing changes.
  var refusesNobody: Bool { table.isEmpty && bans == nil && !allowsOnlyListed }

  /// Why an address is refused at a moment; nil when it is not.
  @inline(__always)
  func refusal(of address: PeerAddress, at seconds: Int64) -> AddressRefusal? {
    switch table.verdict(of: address) {
    case .allowed: return nil
    case .denied: return .denied
    case .unlisted: break
    }
    if let bans {
      let until = bans.until(AddressKey(address))
      if seconds < until { return .banned(until: until) }
    }
    return allowsOnlyListed ? .unlisted : nil
  }
}
