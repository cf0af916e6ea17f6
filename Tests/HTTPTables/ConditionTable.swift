/// Conditions on a representation of ten bytes whose entity tag is `"abc"`, strong, last modified
/// on `Sun, 06 Nov 1994 08:49:37 GMT`, with the status each must give.
package enum ConditionTable {
  package static let all: [ConditionCase] = tags + dates + precedence + ranges

  private static let same = "Sun, 06 Nov 1994 08:49:37 GMT"
  private static let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"
  private static let later = "Sun, 06 Nov 1994 08:49:38 GMT"

  package static let tags: [ConditionCase] = [
    ConditionCase("no condition", "9110 §13", [], 200),
    ConditionCase("If-None-Match with the tag", "9110 §13.1.2", ["If-None-Match: \"abc\""], 304),
    ConditionCase(
      "If-None-Match with the tag weak", "9110 §13.1.2", ["If-None-Match: W/\"abc\""], 304),
    ConditionCase("If-None-Match with another", "9110 §13.1.2", ["If-None-Match: \"abd\""], 200),
    ConditionCase(
      "If-None-Match with a longer tag", "9110 §8.8.3", ["If-None-Match: \"abcd\""], 200),
    ConditionCase(
      "If-None-Match with a part of the tag", "9110 §8.8.3", ["If-None-Match: \"ab\""], 200),
    ConditionCase("If-None-Match in capitals", "9110 §8.8.3", ["If-None-Match: \"ABC\""], 200),
    ConditionCase(
      "If-None-Match with a list", "9110 §13.1.2", ["If-None-Match: \"x\", \"abc\" , \"y\""], 304),
    ConditionCase(
      "If-None-Match with a list of others", "9110 §13.1.2", ["If-None-Match: \"x\", \"y\""], 200),
    ConditionCase(
      "If-None-Match on two lines", "9110 §5.3",
      ["If-None-Match: \"x\"", "If-None-Match: \"abc\""], 304),
    ConditionCase("If-None-Match with an asterisk", "9110 §13.1.2", ["If-None-Match: *"], 304),
    ConditionCase(
      "If-None-Match with an asterisk in quotes", "9110 §13.1.2", ["If-None-Match: \"*\""], 200),
    ConditionCase(
      "If-None-Match with an asterisk in a list", "9110 §13.1.2", ["If-None-Match: *, \"x\""], 200),
    ConditionCase(
      "If-None-Match with empty elements", "9110 §5.6.1", ["If-None-Match: , ,\"abc\","], 304),
    ConditionCase("If-None-Match without quotes", "9110 §8.8.3", ["If-None-Match: abc"], 200),
    ConditionCase("If-None-Match with half a quote", "9110 §8.8.3", ["If-None-Match: \"abc"], 200),
    ConditionCase("If-None-Match with a small w", "9110 §8.8.3", ["If-None-Match: w/\"abc\""], 200),
    ConditionCase(
      "If-None-Match with text after the tag", "9110 §8.8.3", ["If-None-Match: \"abc\"x"], 200),
    ConditionCase(
      "If-None-Match with a malformed element first", "9110 §8.8.3", ["If-None-Match: x, \"abc\""],
      304),
    ConditionCase(
      "If-None-Match with a comma inside a tag", "9110 §8.8.3", ["If-None-Match: \"x,\", \"abc\""],
      304),
    ConditionCase(
      "If-None-Match that hides the tag in another", "9110 §8.8.3", ["If-None-Match: \"x,abc,y\""],
      200),
    ConditionCase("If-None-Match empty", "9110 §13.1.2", ["If-None-Match:"], 200),
    ConditionCase(
      "If-None-Match for HEAD", "9110 §13.1.2", ["If-None-Match: \"abc\""], 304, method: "HEAD"),
    ConditionCase(
      "If-None-Match for PUT", "9110 §13.1.2", ["If-None-Match: *"], 412, method: "PUT"),
    ConditionCase(
      "If-None-Match for OPTIONS", "9110 §13.2.1", ["If-None-Match: *"], 200, method: "OPTIONS"),
    ConditionCase("If-Match with the tag", "9110 §13.1.1", ["If-Match: \"abc\""], 200),
    ConditionCase("If-Match with the tag weak", "9110 §13.1.1", ["If-Match: W/\"abc\""], 412),
    ConditionCase("If-Match with another", "9110 §13.1.1", ["If-Match: \"x\""], 412),
    ConditionCase("If-Match with a list", "9110 §13.1.1", ["If-Match: \"x\", \"abc\""], 200),
    ConditionCase(
      "If-Match on two lines", "9110 §5.3", ["If-Match: \"x\"", "If-Match: \"abc\""], 200),
    ConditionCase("If-Match with an asterisk", "9110 §13.1.1", ["If-Match: *"], 200),
    ConditionCase("If-Match without quotes", "9110 §8.8.3", ["If-Match: abc"], 412),
    ConditionCase("If-Match empty", "9110 §13.1.1", ["If-Match:"], 412),
    ConditionCase("If-Match for HEAD", "9110 §13.1.1", ["If-Match: \"x\""], 412, method: "HEAD"),
    ConditionCase(
      "If-Match for DELETE", "9110 §13.1.1", ["If-Match: \"x\""], 412, method: "DELETE"),
    ConditionCase(
      "If-Match for OPTIONS", "9110 §13.2.1", ["If-Match: \"x\""], 200, method: "OPTIONS"),
  ]

  package static let dates: [ConditionCase] = [
    ConditionCase(
      "If-Modified-Since the same", "9110 §13.1.3", ["If-Modified-Since: \(same)"], 304),
    ConditionCase("If-Modified-Since later", "9110 §13.1.3", ["If-Modified-Since: \(later)"], 304),
    ConditionCase(
      "If-Modified-Since earlier", "9110 §13.1.3", ["If-Modified-Since: \(earlier)"], 200),
    ConditionCase(
      "If-Modified-Since as RFC 850 wrote it", "9110 §5.6.7",
      ["If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT"], 304),
    ConditionCase(
      "If-Modified-Since as asctime writes it", "9110 §5.6.7",
      ["If-Modified-Since: Sun Nov  6 08:49:37 1994"], 304),
    ConditionCase(
      "If-Modified-Since malformed", "9110 §13.1.3", ["If-Modified-Since: yesterday"], 200),
    ConditionCase(
      "If-Modified-Since as a number", "9110 §13.1.3", ["If-Modified-Since: 784111777"], 200),
    ConditionCase(
      "If-Modified-Since twice", "9110 §13.1.3",
      ["If-Modified-Since: \(same)", "If-Modified-Since: \(same)"], 200),
    ConditionCase(
      "If-Modified-Since for HEAD", "9110 §13.1.3", ["If-Modified-Since: \(same)"], 304,
      method: "HEAD"),
    ConditionCase(
      "If-Modified-Since for PUT", "9110 §13.1.3", ["If-Modified-Since: \(same)"], 200,
      method: "PUT"),
    ConditionCase(
      "If-Modified-Since without a date to compare", "9110 §13.1.3", ["If-Modified-Since: \(same)"],
      200, isDated: false),
    ConditionCase(
      "If-Unmodified-Since the same", "9110 §13.1.4", ["If-Unmodified-Since: \(same)"], 200),
    ConditionCase(
      "If-Unmodified-Since later", "9110 §13.1.4", ["If-Unmodified-Since: \(later)"], 200),
    ConditionCase(
      "If-Unmodified-Since earlier", "9110 §13.1.4", ["If-Unmodified-Since: \(earlier)"], 412),
    ConditionCase(
      "If-Unmodified-Since malformed", "9110 §13.1.4", ["If-Unmodified-Since: then"], 200),
    ConditionCase(
      "If-Unmodified-Since without a date to compare", "9110 §13.1.4",
      ["If-Unmodified-Since: \(earlier)"], 200, isDated: false),
  ]

  package static let precedence: [ConditionCase] = [
    ConditionCase(
      "If-Match outranks If-Unmodified-Since", "9110 §13.2.2",
      ["If-Match: \"abc\"", "If-Unmodified-Since: \(earlier)"], 200),
    ConditionCase(
      "a failed If-Match outranks If-Unmodified-Since", "9110 §13.2.2",
      ["If-Match: \"x\"", "If-Unmodified-Since: \(later)"], 412),
    ConditionCase(
      "a failed If-Match outranks If-None-Match", "9110 §13.2.2",
      ["If-Match: \"x\"", "If-None-Match: \"abc\""], 412),
    ConditionCase(
      "If-None-Match comes after If-Match", "9110 §13.2.2",
      ["If-Match: \"abc\"", "If-None-Match: \"abc\""], 304),
    ConditionCase(
      "a failed If-Unmodified-Since outranks If-None-Match", "9110 §13.2.2",
      ["If-Unmodified-Since: \(earlier)", "If-None-Match: \"abc\""], 412),
    ConditionCase(
      "If-None-Match outranks If-Modified-Since", "9110 §13.2.2",
      ["If-None-Match: \"x\"", "If-Modified-Since: \(same)"], 200),
    ConditionCase(
      "If-None-Match alone decides", "9110 §13.2.2",
      ["If-None-Match: \"abc\"", "If-Modified-Since: \(earlier)"], 304),
    ConditionCase(
      "If-None-Match outranks Range", "9110 §13.2.2",
      ["If-None-Match: \"abc\"", "Range: bytes=0-0"], 304),
    ConditionCase(
      "If-Match outranks Range", "9110 §13.2.2", ["If-Match: \"x\"", "Range: bytes=0-0"], 412),
    ConditionCase(
      "a passed If-Match leaves Range", "9110 §13.2.2", ["If-Match: \"abc\"", "Range: bytes=0-0"],
      206),
    ConditionCase(
      "If-None-Match outranks an unsatisfiable Range", "9110 §13.2.2",
      ["If-None-Match: \"abc\"", "Range: bytes=99-"], 304),
    ConditionCase(
      "If-Modified-Since outranks Range", "9110 §13.2.2",
      ["If-Modified-Since: \(same)", "Range: bytes=0-0"], 304),
  ]

  package static let ranges: [ConditionCase] = [
    ConditionCase("a range", "9110 §14.2", ["Range: bytes=0-0"], 206),
    ConditionCase("two ranges", "9110 §14.6", ["Range: bytes=0-0,5-5"], 206),
    ConditionCase("a range past the end", "9110 §15.5.17", ["Range: bytes=10-"], 416),
    ConditionCase("a malformed range", "9110 §14.2", ["Range: bytes=x"], 200),
    ConditionCase("Range twice", "9110 §14.2", ["Range: bytes=0-0", "Range: bytes=1-1"], 200),
    ConditionCase("Range for HEAD", "9110 §14.2", ["Range: bytes=0-0"], 200, method: "HEAD"),
    ConditionCase(
      "an unsatisfiable Range for HEAD", "9110 §14.2", ["Range: bytes=99-"], 200, method: "HEAD"),
    ConditionCase(
      "If-Range with the tag", "9110 §13.1.5", ["Range: bytes=0-0", "If-Range: \"abc\""], 206),
    ConditionCase(
      "If-Range with another", "9110 §13.1.5", ["Range: bytes=0-0", "If-Range: \"x\""], 200),
    ConditionCase(
      "If-Range with the tag weak", "9110 §13.1.5", ["Range: bytes=0-0", "If-Range: W/\"abc\""], 200
    ),
    ConditionCase(
      "If-Range without quotes", "9110 §13.1.5", ["Range: bytes=0-0", "If-Range: abc"], 200),
    ConditionCase(
      "If-Range with a list", "9110 §13.1.5", ["Range: bytes=0-0", "If-Range: \"abc\", \"x\""], 200),
    ConditionCase(
      "If-Range with an asterisk", "9110 §13.1.5", ["Range: bytes=0-0", "If-Range: *"], 200),
    ConditionCase(
      "If-Range twice", "9110 §13.1.5",
      ["Range: bytes=0-0", "If-Range: \"abc\"", "If-Range: \"abc\""], 200),
    ConditionCase(
      "If-Range with the date", "9110 §13.1.5", ["Range: bytes=0-0", "If-Range: \(same)"], 206),
    ConditionCase(
      "If-Range with a later date", "9110 §13.1.5", ["Range: bytes=0-0", "If-Range: \(later)"], 200),
    ConditionCase(
      "If-Range with an earlier date", "9110 §13.1.5",
      ["Range: bytes=0-0", "If-Range: \(earlier)"], 200),
    ConditionCase(
      "If-Range with a date and none to compare", "9110 §13.1.5",
      ["Range: bytes=0-0", "If-Range: \(same)"], 200, isDated: false),
    ConditionCase(
      "If-Range malformed", "9110 §13.1.5", ["Range: bytes=0-0", "If-Range: soon"], 200),
    ConditionCase("If-Range without Range", "9110 §13.1.5", ["If-Range: \"x\""], 200),
    ConditionCase(
      "a failed If-Range hides an unsatisfiable Range", "9110 §13.1.5",
      ["Range: bytes=99-", "If-Range: \"x\""], 200),
    ConditionCase(
      "a passed If-Range leaves it unsatisfiable", "9110 §13.1.5",
      ["Range: bytes=99-", "If-Range: \"abc\""], 416),
  ]
}
