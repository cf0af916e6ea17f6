internal import RESP
internal import SharedState

/// A command under way, confined to its loop: it is finished once, whatever comes first.
final class RedisRequest {
  private(set) var command: RESPCommand
  /// Takes the place of the command when the server does not know the script that it names.
  private var textCommand: RESPCommand?
  /// The slot of its key in a cluster; nil for a command that any server may answer.
  let slot: ClusterSlot?
  /// By `EventLoop.nowNanoseconds`.
  let deadline: UInt64
  let startedAt: UInt64
  var route = ClusterRoute()
  private var finish: ((Result<RESPValue, SharedStateFailure>) -> Void)?

  init(
    _ command: RESPCommand, byText textCommand: RESPCommand? = nil, slot: ClusterSlot?,
    startedAt: UInt64, deadline: UInt64,
    finish: @escaping (Result<RESPValue, SharedStateFailure>) -> Void
  ) {
    self.command = command
    self.textCommand = textCommand
    self.slot = slot
    self.startedAt = startedAt
    self.deadline = deadline
    self.finish = finish
  }

  /// Whether its caller has been answered; a reply that comes later is nobody's.
  var isFinished: Bool { finish == nil }

  /// Changes to the command with the script's text; false when it has none, or has it already.
  func takeText() -> Bool {
    guard let text = textCommand else { return false }
    command = text
    textCommand = nil
    return true
  }

  /// Answers the caller, once.
  func finish(_ result: Result<RESPValue, SharedStateFailure>) {
    let finish = finish
    self.finish = nil
    finish?(result)
  }
}
