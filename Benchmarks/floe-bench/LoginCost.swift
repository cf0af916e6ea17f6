internal import Passwords

/// What signing in costs beside the hash of the password, which is meant to be dear.
struct LoginCost {
  /// The logarithm of bcrypt's rounds on both sides: what Floe uses by default.
  static let cost = 12
  /// Logins of one measurement.
  static let loginsPerRound = 8

  /// Processor seconds of a login, and of the hash alone, round by round.
  private(set) var login: [Double] = []
  private(set) var hash: [Double] = []

  /// A login to its hash.
  var ratio: Sample { Sample(zip(login, hash).map { $0 / $1 }) }

  /// Logins a second that one processor has time for.
  var loginsPerSecond: Double { 1 / Sample(login).median }

  /// Registers a user with an edge that is running and signs in again and again.
  static func measure(_ floe: Contender, size: Int, rounds: Int) throws(BenchmarkFailure)
    -> LoginCost
  {
    let port = floe.port(size)
    let credentials = #"{"email":"bench@example.com","password":"correct horse"}"#
    let connection = try HTTPConnection(port: port)
    let registered = try connection.exchange(
      Request.post("/users/register", port: port, credentials))
    guard registered.status == 201 else {
      throw BenchmarkFailure(
        "registering answered \(registered.status): "
          + String(decoding: registered.body.prefix(200), as: UTF8.self))
    }
    guard let password = Password("correct horse") else {
      throw BenchmarkFailure("the password is none")
    }
    let salt = [UInt8](repeating: 7, count: Bcrypt.saltByteCount)
    var result = LoginCost()
    for _ in 0..<rounds {
      let members = floe.members
      let before = ProcessTree.processorSeconds(members)
      for _ in 0..<loginsPerRound {
        let answer = try connection.exchange(
          Request.post("/users/login", port: port, credentials))
        guard answer.status == 200 else {
          throw BenchmarkFailure("signing in answered \(answer.status)")
        }
      }
      let after = ProcessTree.processorSeconds(members)
      result.login.append(
        (after.user + after.system - before.user - before.system) / Double(loginsPerRound))
      let start = Machine.processorSeconds
      for _ in 0..<loginsPerRound {
        do { _ = try Bcrypt.hash(password, cost: cost, salt: salt) } catch {
          throw BenchmarkFailure("bcrypt: \(error)")
        }
      }
      result.hash.append((Machine.processorSeconds - start) / Double(loginsPerRound))
    }
    return result
  }
}
