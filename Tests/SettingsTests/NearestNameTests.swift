import Settings
import Testing

struct NearestNameTests {
  @Test(arguments: [
    ("prot", "port"), ("POTR", "port"), ("drain_time", "drain_timeout"), ("por", "port"),
    ("enviroment", "environment"),
  ])
  func `a slip finds the name`(slip: String, name: String) {
    let names = ["port", "host", "drain_timeout", "environment"]
    #expect(NearestName.of(slip, among: names) == name)
  }

  @Test func `a stranger finds nothing`() {
    #expect(NearestName.of("quilt", among: ["port", "environment"]) == nil)
    #expect(NearestName.of("port", among: []) == nil)
  }
}
