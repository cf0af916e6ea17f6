/// How many requests were made, and why.
struct ExtraRequestCounts: Sendable, Hashable {
  var firsts = 0
  var retries = 0
  var retriesRefused = 0
  var hedges = 0
  var hedgesRefused = 0
  var hedgesWon = 0
  var confirmations = 0
  var probesGood = 0
  var probesFailed = 0
}
