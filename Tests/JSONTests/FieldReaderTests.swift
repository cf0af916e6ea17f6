import JSON
import Testing

@Suite("The members of a document")
struct FieldReaderTests {
  private enum Tier: String, CaseIterable { case free, starter }

  private func reader(_ text: String) throws -> FieldReader {
    FieldReader(try JSONReader.read(Array(text.utf8)))
  }

  @Test("are read by name")
  func areReadByName() throws {
    var fields = try reader(
      #"{"name":"x","days":3,"on":true,"tier":"free","list":["a","b"],"none":null}"#)
    #expect(fields.string("name", length: 1...3) == "x")
    #expect(fields.integer("days", in: 0...30) == 3)
    #expect(fields.integer("hours", in: 0...30, default: 7) == 7)
    let isOn = fields.bool("on", default: false)
    #expect(isOn)
    #expect(fields.optionalWord("tier", as: Tier.self) == .free)
    #expect(fields.optionalStrings("list", countMax: 2, length: 1...1) == ["a", "b"])
    #expect(fields.optionalString("none", length: 1...3) == nil)
    try fields.finish()
  }

  @Test("are all told of when they are wrong")
  func allFaultsAreToldAtOnce() throws {
    var fields = try reader(
      #"{"name":"","days":31,"on":1,"tier":"gold","list":["a",2,"long"],"a/b~":0}"#)
    _ = fields.string("name", length: 1...3)
    _ = fields.string("email", length: 1...3)
    _ = fields.integer("days", in: 0...30)
    _ = fields.bool("on", default: false)
    _ = fields.optionalWord("tier", as: Tier.self)
    _ = fields.optionalStrings("list", countMax: 3, length: 1...1)
    let error = #expect(throws: InvalidFields.self) { try fields.finish() }
    #expect(
      error?.faults.map(\.pointer) == [
        "/name", "/email", "/days", "/on", "/tier", "/list/1", "/list/2", "/a~1b~0",
      ])
  }

  @Test("need an object around them")
  func needAnObject() throws {
    var fields = try reader("[1]")
    let error = #expect(throws: InvalidFields.self) { try fields.finish() }
    #expect(error?.faults == [FieldFault("", "An object is wanted here.")])
  }
}
