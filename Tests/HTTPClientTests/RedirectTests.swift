import HTTPClient
import Testing

/// Redirects, which are followed only when that is asked for.
@Suite struct RedirectTests {
  private func collect(
    redirectsMax: Int, hops: Int, to target: String? = nil
  ) async throws -> Result<CollectedResponse, UpstreamFailure> {
    let server = ScriptedServer { connection in
      while let head = connection.readHead() {
        let hop = Int(head.split(separator: " ")[1].dropFirst()) ?? 0
        let location = target ?? "/\(hop + 1)"
        connection.send(
          hop < hops
            ? "HTTP/1.1 302 Found\r\nLocation: \(location)\r\nContent-Length: 4\r\n\r\nskip"
            : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
      }
    }
    defer { server.stop() }
    return try await withClient { client in
      var request = UpstreamRequest(url: server.url("/0"))
      request.redirectsMax = redirectsMax
      do throws(UpstreamFailure) {
        return .success(try await client.collect(request, limit: 100))
      } catch {
        return .failure(error)
      }
    }
  }

  @Test func `redirects are followed as far as asked`() async throws {
    let response = try await collect(redirectsMax: 3, hops: 3).get()
    #expect(response.head.status == 200)
    #expect(response.body == Array("hi".utf8))
  }

  @Test func `one redirect more is a failure`() async throws {
    let result = try await collect(redirectsMax: 3, hops: 4)
    #expect(throws: UpstreamFailure.redirectsTooMany) { try result.get() }
  }

  @Test(arguments: ["https://127.0.0.1:1/", "ftp://127.0.0.1/", "file:///etc/passwd"])
  func `a redirect to another scheme is a failure`(target: String) async throws {
    let result = try await collect(redirectsMax: 3, hops: 1, to: target)
    #expect(throws: UpstreamFailure.redirectsTooMany) { try result.get() }
  }
}
