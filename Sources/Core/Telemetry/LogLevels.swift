import Locks
import Synchronization

/// The least severe level that is written, for everything and for single components. It may change
/// while loggers are in use; asking costs one atomic load.
package final class LogLevels: Sendable {
  /// The level of one label, which all loggers of that label share.
  final class Cell: Sendable {
    private let rank: Atomic<Int>

    init(_ level: Logger.Level) { rank = Atomic(level.rank) }

    var level: Logger.Level {
      get { Logger.Level.allCases[rank.load(ordering: .relaxed)] }
      set { rank.store(newValue.rank, ordering: .relaxed) }
    }
  }

  private struct State: Sendable {
    var standard: Logger.Level
    var components: [String: Logger.Level]
    var cells: [String: Cell] = [:]

    /// A label is that of a component or of a part of one: `floe.content.purge`.
    func level(of label: String) -> Logger.Level {
      var name = label.split(separator: ".").dropFirst()
      while !name.isEmpty {
        if let level = components[name.joined(separator: ".")] { return level }
        name.removeLast()
      }
      return standard
    }
  }

  private let state: Locks.Mutex<State>

  /// Levels by component, which is what follows the first dot of a label, and one for all others.
  package init(_ standard: Logger.Level, components: [String: Logger.Level] = [:]) {
    state = Locks.Mutex(State(standard: standard, components: components))
  }

  /// Puts other levels into force, for loggers that are in use too.
  package func set(_ standard: Logger.Level, components: [String: Logger.Level] = [:]) {
    state.withLock { state in
      state.standard = standard
      state.components = components
      for (label, cell) in state.cells { cell.level = state.level(of: label) }
    }
  }

  /// The level of a label, now and whenever it changes.
  func cell(of label: String) -> Cell {
    state.withLock { state in
      if let cell = state.cells[label] { return cell }
      let cell = Cell(state.level(of: label))
      state.cells[label] = cell
      return cell
    }
  }
}
