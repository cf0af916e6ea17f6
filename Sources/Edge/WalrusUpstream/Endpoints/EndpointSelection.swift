/// Decides which endpoint is asked next; an instance belongs to one shard, or locks what it knows.
///
/// Scores and breakers are implementations of this: they are told how every attempt went.
package protocol EndpointSelection: AnyObject {
  /// How many endpoints there are.
  var count: Int { get }

  /// The index of an endpoint that is not excluded; nil when there is none, or when nobody may be
  /// asked for this purpose now. Every choice is followed by one `ended`.
  func choose(for purpose: AttemptPurpose, excluding tried: [Int]) -> Int?

  /// How long it takes until somebody may be asked, when nobody may now; nil when it is not known.
  var recovery: Duration? { get }

  /// An attempt has ended, well or not.
  func ended(_ attempt: AttemptRecord)

  /// How long an endpoint may be silent before another one is asked too; nil for ever.
  func hedgeDelay(of endpoint: Int) -> Duration?

  /// A second request beside a slow one has ended; whether it was the one that answered.
  func hedgeEnded(hasWon: Bool)

  /// An endpoint gave content that was not what its id says.
  func contentWasWrong(_ endpoint: Int)
}
