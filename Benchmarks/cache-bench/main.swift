// Times the memory tier alone, from few objects to many: look-ups with the noting of a hit, and
// insertions while the table grows. Prints a line for each result; `floe-bench` reads them.

import ContentDelivery

let counts = [1000, 10_000, 100_000, 1_000_000]
for count in counts {
  let trial = CacheTrial(objectCount: count)
  let insertions = trial.fill()
  print("insert \(count) \(insertions.median) \(insertions.slowest)")
  for pattern in AccessPattern.allCases {
    print("lookup \(count) \(pattern.rawValue) \(trial.lookup(pattern))")
  }
  print("replace \(count) \(trial.replace())")
}
