/// The page at `/v1/api`, a short one of our own in place of the generated reference.
enum APIPage {
  static let aggregator = page(
    "Local Walrus aggregator",
    [
      "GET /v1/blobs/{blob_id}", "GET /v1/blobs/{blob_id}/byte-range?start=&amp;length=",
      "GET /v1/blobs/by-object-id/{object_id}",
      "GET /v1/blobs/by-quilt-patch-id/{quilt_patch_id}",
      "GET /v1/blobs/by-quilt-id/{quilt_id}/{identifier}", "GET /v1/quilts/{quilt_id}/patches",
      "GET, POST /v1alpha/blobs/concat", "GET /v1alpha/blobs/{blob_id}/stream", "GET /status",
    ])

  static let publisher = page(
    "Local Walrus publisher",
    [
      "PUT /v1/blobs?epochs=1&amp;permanent=false", "PUT /v1/quilts (multipart/form-data)",
      "GET /status",
    ])

  private static func page(_ title: String, _ routes: [String]) -> Response {
    let items = routes.map { "<li><code>\($0)</code></li>" }.joined(separator: "\n")
    return .html(
      200,
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>\(title)</title></head>
      <body>
      <h1>\(title)</h1>
      <p>An emulation for development: nothing here reaches a real network.</p>
      <ul>
      \(items)
      </ul>
      </body>
      </html>

      """)
  }
}
