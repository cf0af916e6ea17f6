/// What a server says of itself in its answer to HELLO.
package struct RESPServer: Sendable, Hashable {
  /// Its name (`redis`, `valkey`) and version.
  package var name: String
  package var version: String
  /// Whether keys are spread over several servers.
  package var isCluster: Bool
  /// Whether it only follows another server, and takes no writes.
  package var isReplica: Bool

  /// What the reply says; nil when it is not the reply of a server that speaks version 3.
  init?(_ hello: RESPValue) {
    guard hello["proto"]?.integer == 3 else { return nil }
    name = hello["server"]?.text ?? "redis"
    version = hello["version"]?.text ?? ""
    isCluster = hello["mode"]?.text == "cluster"
    let role = hello["role"]?.text
    isReplica = role == "slave" || role == "replica"
  }
}
