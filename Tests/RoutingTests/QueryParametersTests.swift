import HTTP
import Testing

@testable import Routing

@Suite struct QueryParametersTests {
  private func parameters(_ query: String) throws -> QueryParameters {
    try QueryParameters(
      of: SampleRequest.make("GET", "/x?\(query)"), knowing: ["epochs", "share", "to"])
  }

  @Test func `parameters are decoded once`() throws {
    let query = try parameters("epochs=5&share=true&to=a%2Bb+c%2541")
    #expect(try query.integer("epochs", in: 1...10) == 5)
    #expect(try query.bool("share") == true)
    #expect(query["to"] == "a+b c%41")
    #expect(query["other"] == nil)
    #expect(try parameters("")["to"] == nil)
  }

  @Test(arguments: ["cb=1", "epochs=1&epochs=2", "to=%zz", "to=%00", "to=%ff", "epochs;to=1"])
  func `what is not known, given twice or malformed is refused`(query: String) throws {
    #expect(throws: Problem.self) { try parameters(query) }
  }

  @Test(arguments: [
    "epochs=0", "epochs=-1", "epochs=1e3", "epochs=", "epochs=99999999999999999999",
  ])
  func `a number outside its range is refused`(query: String) throws {
    let query = try parameters(query)
    #expect(throws: Problem.self) { try query.integer("epochs", in: 1...10) }
  }

  @Test func `a truth value is one of two words`() throws {
    let query = try parameters("share=1")
    #expect(throws: Problem.self) { try query.bool("share") }
  }
}
