/// How a Redis server of the tests is set up.
package struct RedisServerOptions: Sendable {
  /// The password of the default user; without it everybody may do everything.
  package var password: String?
  /// A user and its password, who may use keys and channels that begin with `floe:` and no others.
  package var user: (name: String, password: String)?
  /// What it proves itself by; with it the server speaks nothing but TLS.
  package var certificates: TestCertificates?
  /// Whether it is a member of a cluster.
  package var isCluster: Bool

  /// A setup.
  package init(
    password: String? = nil, user: (name: String, password: String)? = nil,
    certificates: TestCertificates? = nil, isCluster: Bool = false
  ) {
    self.password = password
    self.user = user
    self.certificates = certificates
    self.isCluster = isCluster
  }

  func arguments(port: UInt16, directory: String) -> [String] {
    var arguments = [
      "--bind", "127.0.0.1", "--dir", directory, "--save", "", "--appendonly", "no",
      "--unixsocket", "\(directory)/redis.sock", "--daemonize", "no", "--loglevel", "warning",
    ]
    if let certificates {
      arguments += [
        "--port", "0", "--tls-port", "\(port)", "--tls-auth-clients", "no",
        "--tls-cert-file", certificates.certificate, "--tls-key-file", certificates.key,
        "--tls-ca-cert-file", certificates.authority,
      ]
    } else {
      arguments += ["--port", "\(port)"]
    }
    if let password { arguments += ["--requirepass", password] }
    if let user {
      arguments += ["--user", user.name, "on", ">\(user.password)", "~floe:*", "&floe:*", "+@all"]
    }
    if isCluster {
      arguments += [
        "--cluster-enabled", "yes", "--cluster-config-file", "\(directory)/nodes.conf",
        "--cluster-node-timeout", "2000", "--cluster-require-full-coverage", "no",
      ]
    }
    return arguments
  }
}
