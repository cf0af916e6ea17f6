/// For how long and in what way a blob is to be stored.
struct Purchase: Sendable, Equatable {
  /// Lifetime in epochs, from the current one.
  var epochs = 1
  var isPermanent = false
  var isForced = false
  var isShared = false
}
