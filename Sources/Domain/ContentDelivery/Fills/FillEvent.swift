/// What happens to fills, for metrics.
package enum FillEvent: Int, CaseIterable, Sendable {
  /// A fetch that is to be stored has begun.
  case begun
  /// A reader has joined a fetch that was there.
  case collapsed
  /// A fetch for one reader, which will not be stored, has begun.
  case passedThrough
  /// A fetch turned out not to be stored.
  case outgrown
  /// Content was stored.
  case stored
  /// A fetch has failed.
  case failed
  /// A fetch was given up because nobody wanted it any more.
  case abandoned
  /// A reader was sent away because there was too much to do.
  case refused
  /// It was known that the content is not to be had.
  case negativeHit
  /// A length was asked for.
  case probed

  /// The event as the value of a label.
  package var label: String {
    switch self {
    case .begun: "begun"
    case .collapsed: "collapsed"
    case .passedThrough: "passed_through"
    case .outgrown: "outgrown"
    case .stored: "stored"
    case .failed: "failed"
    case .abandoned: "abandoned"
    case .refused: "refused"
    case .negativeHit: "negative_hit"
    case .probed: "probed"
    }
  }
}
