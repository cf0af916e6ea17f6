/// Told of what is changed by hand, once it is in the database.
protocol AddressChanges: Sendable {
  /// The lists have changed; returns when they are in force here.
  func rulesChanged() async throws

  /// An address is banned.
  func banned(_ ban: AddressBan) async

  /// A ban is over; tells whether there was one here.
  func lifted(_ key: AddressKey) async -> Bool
}
