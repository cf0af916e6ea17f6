import ContentDelivery
import Testing
import WalrusIdentity

@testable import WalrusUpstream

@Suite struct PublisherAnswerTests {
  private static let blobText = "M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BUk"

  @Test(arguments: [
    """
    {"newlyCreated":{"blobObject":{"id":"0xe9","registeredEpoch":34,"blobId":"\(blobText)",
    "size":17,"certifiedEpoch":null},"cost":132300},"sharedBlobObject":"0x1"}
    """,
    """
    {"alreadyCertified":{"blobId":"\(blobText)","event":{"txDigest":"4X","eventSeq":"0"},
    "endEpoch":35}}
    """,
    "{\"alreadyCertified\":{\"blobId\":\"\(blobText)\",\"object\":\"0x1\",\"endEpoch\":35}}",
  ])
  func `a stored blob has its id`(json: String) throws {
    #expect(PublisherAnswer(Array(json.utf8)) == .stored(try BlobID(Self.blobText)))
  }

  @Test func `a failure inside a success is a failure`() {
    let failed = #"{"error":{"blobId":null,"failurePhase":"encode","errorMsg":"no quorum"}}"#
    #expect(PublisherAnswer(Array(failed.utf8)) == .failed("no quorum"))
    let invalid = #"{"markedInvalid":{"blobId":"x","event":{}}}"#
    #expect(PublisherAnswer(Array(invalid.utf8)) == .failed("the blob is marked as invalid"))
  }

  @Test(arguments: [
    "", "OK", "{}", "[]", "null", #"{"newlyCreated":{}}"#, #"{"alreadyCertified":{"blobId":"x"}}"#,
    #"{"newlyCreated":{"blobObject":{"blobId":7}}}"#,
  ])
  func `anything else is unintelligible`(json: String) {
    #expect(PublisherAnswer(Array(json.utf8)) == .unintelligible)
  }

  @Test(arguments: [
    (400, PublishFailure.Code.rejected), (401, .unauthorized), (403, .unauthorized),
    (413, .tooLarge), (451, .blocked), (504, .timedOut), (429, .unavailable), (500, .unavailable),
    (503, .unavailable), (302, .malformed), (404, .malformed),
  ])
  func `each status of a publisher has its meaning`(status: Int, code: PublishFailure.Code) {
    #expect(PublisherRefusal.code(status) == code)
  }

  @Test func `the publisher's own words are passed on, made printable and short`() {
    func detail(_ text: String) -> String? { PublisherRefusal.detail(Array(text.utf8)) }
    #expect(detail(#"{"error":{"status":"X","code":400,"message":"bad epochs"}}"#) == "bad epochs")
    #expect(detail("length limit exceeded\r\n\u{1B}[31m") == "length limit exceeded[31m")
    #expect(detail("<html><body>502</body></html>") == nil)
    #expect(detail("") == nil)
    #expect(detail(String(repeating: "é", count: 1000))?.unicodeScalars.count == 300)
  }
}
