import HTTP
import JSON
import Testing

@testable import Routing

@Suite struct OpenAPIDocumentTests {
  @Test func `the description says what the routes declare`() {
    let routes = [
      Route(
        .get, "/cdn/{quilt}/{name*}", "Serves.", access: .open,
        parameters: [RouteParameter(.query, "type", "The type.", example: "a/b")],
        answers: [RouteAnswer(.ok, "Bytes.", contentType: "application/octet-stream")],
        problems: [RoutingProblems.notFound, RoutingProblems.overloaded]
      ) { _ in Response(.ok) },
      Route(.put, "/blobs", "Stores.", access: .open, bodyMax: 99) { _ in Response(.ok) },
    ]
    let text = OpenAPIDocument(title: "Floe", version: "1.2", routes: routes).json.text
    #expect(text.hasPrefix(#"{"openapi":"3.1.0","info":{"title":"Floe","version":"1.2"}"#))
    #expect(text.contains(#""/cdn/{quilt}/{name}":{"get":{"summary":"Serves.""#))
    #expect(text.contains(#"{"name":"quilt","in":"path","required":true"#))
    #expect(text.contains(#"{"name":"type","in":"query","required":false"#))
    #expect(
      text.contains(#""503":{"description":"Overloaded (`overloaded`, edge, may be sent again).""#))
    #expect(text.contains(#""requestBody":{"required":true,"description":"At most 99 bytes.""#))
    #expect(text.contains(#""operationId":"putBlobs""#))
  }

  @Test func `it has the catalogue of problems, and says what has to be signed`() {
    let route = Route(.delete, "/x", "Deletes.", access: .administrator, isSensitive: true) { _ in
      Response(.noContent)
    }
    let text = OpenAPIDocument(
      title: "Floe", version: "1", routes: [route],
      problems: [RoutingProblems.overloaded, RoutingProblems.notFound]
    ).json.text
    #expect(text.contains(#""x-floe-sensitive":true"#))
    #expect(text.contains(#"{"name":"X-Floe-Signature","in":"header","required":false"#))
    #expect(text.contains("Signed where signing.required says so."))
    #expect(text.contains(#""x-floe-problems":[{"code":"no-such-route""#))
    #expect(text.contains(#""source":"edge","retryable":true"#))
    #expect(text.contains(#""enum":["no-such-route","overloaded"]"#))
    #expect(text.contains(#""enum":["client","edge","upstream"]"#))
  }
}
