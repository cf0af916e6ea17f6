/// Refuses nothing.
package struct LoadIsTaken: LoadShedding {
  /// Takes whatever comes.
  package init() {}

  package func refusal() -> Int? { nil }
}
