import Lifecycle
import Testing

struct ServiceGraphTests {
  let idle = RecordingService(name: "idle", journal: Journal())

  @Test func `services start after what they need, else in the order added`() throws {
    var graph = ServiceGraph()
    let telemetry = graph.add("telemetry", idle)
    let sweep = graph.add("sweep", idle, after: telemetry)
    let loops = graph.add("loops", idle)
    let server = graph.add("server", idle, after: loops, telemetry)
    graph.require(sweep, after: server)
    #expect(try graph.startOrder().map(\.name) == ["telemetry", "loops", "server", "sweep"])
    #expect(
      graph.description == """
        1  telemetry
        2  loops
        3  server     ← loops, telemetry
        4  sweep      ← telemetry, server

        """)
  }

  @Test func `a cycle is named by its path`() throws {
    var graph = ServiceGraph()
    let clock = graph.add("clock", idle)
    let database = graph.add("database", idle, after: clock)
    let gateway = graph.add("gateway", idle, after: database)
    let staking = graph.add("staking.maturity", idle, after: gateway)
    graph.add("bystander", idle, after: staking)
    graph.require(database, after: staking)
    let cycle = try #require(throws: ServiceGraph.Cycle.self) { try graph.startOrder() }
    #expect(cycle.description == "database → gateway → staking.maturity → database")
    #expect(graph.description.hasPrefix("cycle: database → gateway"))
    #expect(throws: ServiceGraph.Cycle.self) { try ServiceGroup(graph) }
  }

  @Test func `a service that needs itself is a cycle`() throws {
    var graph = ServiceGraph()
    let alone = graph.add("alone", idle)
    graph.require(alone, after: alone)
    let cycle = try #require(throws: ServiceGraph.Cycle.self) { try graph.startOrder() }
    #expect(cycle.description == "alone → alone")
  }

  @Test func `a cycle behind others is found without them`() throws {
    var graph = ServiceGraph()
    let first = graph.add("first", idle)
    let a = graph.add("a", idle)
    let b = graph.add("b", idle, after: a)
    graph.require(a, after: b)
    graph.require(first, after: b)
    let cycle = try #require(throws: ServiceGraph.Cycle.self) { try graph.startOrder() }
    #expect(cycle.description == "a → b → a")
  }

  @Test func `two services of one name stop the process`() async {
    await #expect(processExitsWith: .failure) {
      var graph = ServiceGraph()
      let idle = RecordingService(name: "idle", journal: Journal())
      graph.add("a", idle)
      graph.add("a", idle)
    }
  }
}
