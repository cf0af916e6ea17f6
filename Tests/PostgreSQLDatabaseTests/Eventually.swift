import Testing

/// Looks again and again, for a minute at most, until something holds.
func eventually(_ condition: () async -> Bool) async {
  let end = ContinuousClock.now + .seconds(60)
  while ContinuousClock.now < end {
    if await condition() { return }
    try? await Task.sleep(for: .milliseconds(5))
  }
  Issue.record("it did not come to pass within a minute")
}
