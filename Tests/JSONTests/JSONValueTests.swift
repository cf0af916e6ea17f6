import JSON
import Testing

@Suite struct JSONValueTests {
  @Test(
    arguments: [
      (.null, "null"), (true, "true"), (-3, "-3"), ("", #""""#),
      ("a\"\\\n\u{1}é", #""a\"\\\n\u0001é""#),
      ([], "[]"), ([1, "b"], #"[1,"b"]"#), ([:], "{}"),
      (["b": 1, "a": [false]], #"{"b":1,"a":[false]}"#), ("\u{7f}\t\r", #""\u007f\t\r""#),
    ] as [(JSONValue, String)])
  func `documents are written without blanks, in order`(value: JSONValue, text: String) {
    #expect(value.text == text)
  }
}
