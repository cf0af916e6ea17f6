/// Decides which endpoint is asked next; one instance belongs to one shard.
///
/// Scores and breakers are implementations of this: they are told how every attempt went.
package protocol EndpointSelection: AnyObject {
  /// How many endpoints there are.
  var count: Int { get }

  /// The index of an endpoint that is not excluded; nil when there is none.
  func choose(excluding tried: [Int]) -> Int?

  /// An attempt has ended, well or not.
  func ended(_ attempt: AttemptRecord)
}
