import TestSupport

/// An authority made for one test, and a server's certificate that it has signed.
package final class TestCertificates: Sendable {
  private let directory: TemporaryDirectory

  /// Files in PEM: the authority's certificate, the server's, and the server's key.
  package var authority: String { directory("ca.crt") }
  package var certificate: String { directory("server.crt") }
  package var key: String { directory("server.key") }

  private init(_ directory: TemporaryDirectory) { self.directory = directory }

  /// Makes both; the server's names are as `subjectAltName` has them, such as `DNS:localhost`.
  package static func make(names: String) async -> TestCertificates {
    await BlockingThread.run {
      let directory = TemporaryDirectory("certificates")
      let made = TestCertificates(directory)
      let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
      directory.write("names", Array("subjectAltName=\(names)\n".utf8))
      run(
        ["req", "-x509"] + curve
          + ["-days", "2", "-subj", "/CN=Floe tests", "-keyout", directory("ca.key")]
          + ["-out", made.authority], in: directory)
      run(
        ["req"] + curve
          + ["-subj", "/CN=server", "-keyout", made.key, "-out", directory("server.csr")],
        in: directory)
      run(
        [
          "x509", "-req", "-days", "2", "-in", directory("server.csr"), "-CA", made.authority,
          "-CAkey", directory("ca.key"), "-CAcreateserial", "-extfile", directory("names"),
          "-out", made.certificate,
        ], in: directory)
      return made
    }
  }

  private static func run(_ arguments: [String], in directory: TemporaryDirectory) {
    let child = ChildProcess.spawn(
      ["/usr/bin/openssl"] + arguments, output: directory("openssl.log"))
    guard ChildProcess.wait(for: child) == 0 else {
      fatalError("openssl: \(ChildProcess.text(of: directory("openssl.log")))")
    }
  }
}
