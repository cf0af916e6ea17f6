internal import Lifecycle

/// Services that have nothing to do with one another, as one.
final class Upkeep: Service {
  private let services: [any Service]

  init(_ services: [any Service]) { self.services = services }

  func start() async throws {
    for (index, service) in services.enumerated() {
      do {
        try await service.start()
      } catch {
        for started in services[..<index].reversed() { await started.stop() }
        throw error
      }
    }
  }

  func stop() async {
    for service in services.reversed() { await service.stop() }
  }
}
