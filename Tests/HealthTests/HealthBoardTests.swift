import Testing

@testable import Health

@Suite struct HealthBoardTests {
  private func board(required: Set<HealthComponent>) -> HealthBoard {
    HealthBoard(required: required, limits: ComponentHealth.Limits()) { .seconds(5) }
  }

  private func fail(_ component: HealthComponent, on board: HealthBoard) {
    _ = board.observe(component, .failed("gone"))
  }

  @Test func `all is well as long as nobody says otherwise`() {
    let board = board(required: [.database])
    #expect(board.overall == .ok)
    #expect(board.isServing)
    #expect(board.all.map(\.component) == HealthComponent.allCases)
  }

  @Test func `without what is required the edge has failed, without the rest it is degraded`() {
    let board = board(required: [.database])
    fail(.aggregators, on: board)
    #expect(board.overall == .degraded)
    #expect(board.isServing)
    fail(.database, on: board)
    #expect(board.overall == .failed)
    #expect(!board.isServing)
    for _ in 0..<2 { _ = board.observe(.database, .healthy(latency: nil)) }
    #expect(board.isServing)
    #expect(board.overall == .degraded)
  }

  @Test func `a required part that is only degraded keeps nobody away`() {
    let board = board(required: [.database])
    for _ in 0..<2 { _ = board.observe(.database, .strained("slow")) }
    #expect(board.state(of: .database) == .degraded)
    #expect(board.isServing)
  }
}
