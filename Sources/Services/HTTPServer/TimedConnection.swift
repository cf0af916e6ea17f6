internal import EventLoops

/// A connection as the timeout wheel and the drain see it.
class TimedConnection: PolledDescriptor {
  /// The tick at which the connection has to be looked at.
  @exclusivity(unchecked) final var deadline: UInt32 = 0
  @exclusivity(unchecked) final var wheelIndex: UInt32 = 0
  @exclusivity(unchecked) final var wheelSlot: UInt8 = 0

  /// The deadline has come.
  func timedOut() {}

  /// The server is going down: finish what is in hand, take nothing new.
  func drain() {}

  /// Ends the connection now, whatever is in hand.
  func abort() {}
}
