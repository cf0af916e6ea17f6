/// Range values with what each must give, for the parser and for a running server.
package enum RangeTable {
  package static let all: [RangeCase] = single + several + malformed

  package static let single: [RangeCase] = [
    RangeCase("the first byte", "9110 §14.1.2", "bytes=0-0", of: 10, .ranges([[0, 0]])),
    RangeCase("the last byte", "9110 §14.1.2", "bytes=9-9", of: 10, .ranges([[9, 9]])),
    RangeCase("a middle", "9110 §14.1.2", "bytes=2-5", of: 10, .ranges([[2, 5]])),
    RangeCase("the whole", "9110 §14.1.2", "bytes=0-9", of: 10, .ranges([[0, 9]])),
    RangeCase("an open end", "9110 §14.1.2", "bytes=4-", of: 10, .ranges([[4, 9]])),
    RangeCase("an open end from the start", "9110 §14.1.2", "bytes=0-", of: 10, .ranges([[0, 9]])),
    RangeCase("a suffix", "9110 §14.1.2", "bytes=-3", of: 10, .ranges([[7, 9]])),
    RangeCase("a suffix of one", "9110 §14.1.2", "bytes=-1", of: 10, .ranges([[9, 9]])),
    RangeCase("a suffix of all", "9110 §14.1.2", "bytes=-10", of: 10, .ranges([[0, 9]])),
    RangeCase("a suffix longer than all", "9110 §14.1.2", "bytes=-99", of: 10, .ranges([[0, 9]])),
    RangeCase(
      "a suffix beyond 64 bits", "9110 §14.1.2", "bytes=-99999999999999999999", of: 10,
      .ranges([[0, 9]])),
    RangeCase("an end past the end", "9110 §14.1.2", "bytes=8-99", of: 10, .ranges([[8, 9]])),
    RangeCase(
      "an end beyond 64 bits", "9110 §14.1.2", "bytes=8-99999999999999999999", of: 10,
      .ranges([[8, 9]])),
    RangeCase(
      "leading zeros", "9110 §14.1.2", "bytes=0002-000000000000000000000003", of: 10,
      .ranges([[2, 3]])),
    RangeCase("a capital unit", "9110 §14.1", "Bytes=1-2", of: 10, .ranges([[1, 2]])),
    RangeCase("a start at the end", "9110 §14.1.2", "bytes=10-", of: 10, .unsatisfiable),
    RangeCase("a start past the end", "9110 §14.1.2", "bytes=11-12", of: 10, .unsatisfiable),
    RangeCase(
      "a start beyond 64 bits", "9110 §14.1.2", "bytes=99999999999999999999-", of: 10,
      .unsatisfiable),
    RangeCase("a suffix of none", "9110 §14.1.2", "bytes=-0", of: 10, .unsatisfiable),
    RangeCase("a start in nothing", "9110 §14.1.2", "bytes=0-", of: 0, .unsatisfiable),
    RangeCase("a suffix of nothing", "9110 §14.1.2", "bytes=-5", of: 0, .ignored),
    RangeCase(
      "the end of the largest", "9110 §14.1.2", "bytes=-1", of: 9_223_372_036_854_775_807,
      .ranges([[9_223_372_036_854_775_806, 9_223_372_036_854_775_806]])),
  ]

  package static let several: [RangeCase] = [
    RangeCase("two apart", "9110 §14.1.2", "bytes=0-1,4-5", of: 10, .ranges([[0, 1], [4, 5]])),
    RangeCase(
      "two in reverse", "9110 §15.3.7.2", "bytes=4-5,0-1", of: 10, .ranges([[4, 5], [0, 1]])),
    RangeCase(
      "white space between", "9110 §5.6.1", "bytes=0-1 ,\t4-5", of: 10, .ranges([[0, 1], [4, 5]])),
    RangeCase(
      "empty elements", "9110 §5.6.1", "bytes=,0-1,,4-5,", of: 10, .ranges([[0, 1], [4, 5]])),
    RangeCase("two that meet", "9110 §15.3.7.2", "bytes=0-1,2-3", of: 10, .ranges([[0, 3]])),
    RangeCase("two that overlap", "9110 §15.3.7.2", "bytes=0-4,2-6", of: 10, .ranges([[0, 6]])),
    RangeCase("one inside another", "9110 §15.3.7.2", "bytes=0-9,2-3", of: 10, .ranges([[0, 9]])),
    RangeCase("the same twice", "9110 §15.3.7.2", "bytes=3-4,3-4", of: 10, .ranges([[3, 4]])),
    RangeCase(
      "one that bridges two", "9110 §15.3.7.2", "bytes=0-1,4-5,2-3", of: 10, .ranges([[0, 5]])),
    RangeCase(
      "a merge that stays in its place", "9110 §15.3.7.2", "bytes=6-7,0-1,2-3", of: 10,
      .ranges([[6, 7], [0, 3]])),
    RangeCase(
      "a suffix and a start", "9110 §14.1.2", "bytes=-1,0-0", of: 10, .ranges([[9, 9], [0, 0]])),
    RangeCase(
      "one of two past the end", "9110 §14.1.2", "bytes=0-1,20-30", of: 10, .ranges([[0, 1]])),
    RangeCase("all past the end", "9110 §15.5.17", "bytes=10-11,20-30", of: 10, .unsatisfiable),
    RangeCase(
      "a suffix of none and one past the end", "9110 §15.5.17", "bytes=-0,20-", of: 10,
      .unsatisfiable),
    RangeCase(
      "sixteen apart", "9110 §14.2", apart(16), of: 100, .ranges((0..<16).map { [$0 * 3, $0 * 3] })),
    RangeCase("seventeen apart", "9110 §14.2", apart(17), of: 100, .ignored),
    RangeCase(
      "many that merge", "9110 §14.2",
      "bytes=" + (0..<40).map { "\($0)-\($0)" }.joined(separator: ","), of: 100, .ranges([[0, 39]])),
    RangeCase(
      "twice the size asked for", "9110 §14.2", "bytes=0-9,0-9", of: 10, .ranges([[0, 9]])),
    RangeCase("more than twice the size", "9110 §14.2", "bytes=0-9,0-9,0-0", of: 10, .ignored),
    RangeCase(
      "the whole a thousand times", "9110 §14.2",
      "bytes=" + Array(repeating: "0-", count: 1_000).joined(separator: ","), of: 10, .ignored),
  ]

  package static let malformed: [RangeCase] = [
    RangeCase("another unit", "9110 §14.2", "items=0-1", of: 10, .ignored),
    RangeCase("no unit", "9110 §14.2", "0-1", of: 10, .ignored),
    RangeCase("no equals sign", "9110 §14.2", "bytes 0-1", of: 10, .ignored),
    RangeCase("white space before the equals sign", "9110 §14.2", "bytes =0-1", of: 10, .ignored),
    RangeCase("an empty set", "9110 §14.1.1", "bytes=", of: 10, .ignored),
    RangeCase("a set of commas", "9110 §14.1.1", "bytes=,,", of: 10, .ignored),
    RangeCase("a hyphen alone", "9110 §14.1.1", "bytes=-", of: 10, .ignored),
    RangeCase("a number alone", "9110 §14.1.1", "bytes=5", of: 10, .ignored),
    RangeCase("an end before the start", "9110 §14.1.1", "bytes=5-4", of: 10, .ignored),
    RangeCase(
      "an end before a start past the end", "9110 §14.1.1", "bytes=50-40", of: 10, .ignored),
    RangeCase("one of two malformed", "9110 §14.1.1", "bytes=0-1,5-4", of: 10, .ignored),
    RangeCase("a letter", "9110 §14.1.1", "bytes=a-b", of: 10, .ignored),
    RangeCase("a letter after", "9110 §14.1.1", "bytes=0-1x", of: 10, .ignored),
    RangeCase("two hyphens", "9110 §14.1.1", "bytes=0--1", of: 10, .ignored),
    RangeCase("a negative suffix", "9110 §14.1.1", "bytes=--1", of: 10, .ignored),
    RangeCase("three numbers", "9110 §14.1.1", "bytes=0-1-2", of: 10, .ignored),
    RangeCase("a space inside", "9110 §14.1.1", "bytes=0 -1", of: 10, .ignored),
    RangeCase("a plus sign", "9110 §14.1.1", "bytes=+0-1", of: 10, .ignored),
    RangeCase("a fraction", "9110 §14.1.1", "bytes=0.5-1", of: 10, .ignored),
    RangeCase("a semicolon", "9110 §14.1.1", "bytes=0-1;4-5", of: 10, .ignored),
  ]

  private static func apart(_ count: Int) -> String {
    "bytes=" + (0..<count).map { "\($0 * 3)-\($0 * 3)" }.joined(separator: ",")
  }
}
