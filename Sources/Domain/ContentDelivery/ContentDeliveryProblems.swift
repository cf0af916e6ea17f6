internal import HTTP
package import Routing

/// Every problem that content delivery answers with.
package enum ContentDeliveryProblems {
  /// Malformed identifier.
  package static let malformedIdentifier = ProblemType(
    slug: "malformed-identifier", status: .badRequest, title: "Malformed identifier",
    advice: "Content is named by a Walrus blob id (43 characters of base64url), a quilt patch id "
      + "(50), an object id (0x and up to 64 hexadecimal digits), a quilt's blob id, a slash and the "
      + "identifier of a patch, or a CID of IPFS (Qm…, b…, z…, k… or f…). The detail says what is wrong, and where."
  )
  /// Path inside a CID.
  package static let pathInsideCID = ProblemType(
    slug: "path-inside-cid", status: .notImplemented, title: "Path inside a CID",
    advice: "Directories of IPFS are not looked into. Ask for the file by its own CID; `ipfs ls`, "
      + "for one, shows the CIDs of what is in a directory.")
  /// Content that is not served.
  package static let contentUnsupported = ProblemType(
    slug: "content-unsupported", status: .notImplemented, title: "Content that is not served",
    advice:
      "The id is well-formed, but what it names is not fetched by this server: a directory of "
      + "IPFS, a symbolic link, or anything of IPFS where the setting ipfs.enabled is false. A "
      + "file in a directory has a CID of its own.")
  /// Content not found.
  package static let contentNotFound = ProblemType(
    slug: "content-not-found", status: .notFound, title: "Content not found",
    source: .upstream,
    advice: "The network has no content with this id: it was never stored, or its time has run "
      + "out. Content stored a moment ago may take some seconds to be seen everywhere.")
  /// Content blocked.
  package static let contentBlocked = ProblemType(
    slug: "content-blocked", status: .unavailableForLegalReasons, title: "Content blocked",
    source: .upstream,
    advice: "The operator that answered is not allowed to hand out this content.")
  /// Range not satisfiable.
  package static let rangeNotSatisfiable = ProblemType(
    slug: "range-not-satisfiable", status: .rangeNotSatisfiable, title: "Range not satisfiable",
    advice: "The content has no bytes in this range; Content-Range tells its length.")
  /// Precondition failed.
  package static let preconditionFailed = ProblemType(
    slug: "precondition-failed", status: .preconditionFailed, title: "Precondition failed",
    advice: "The content is not the one that If-Match or If-Unmodified-Since names.")
  /// Content that cannot be proven.
  package static let contentUnprovable = ProblemType(
    slug: "content-unprovable", status: .badGateway, title: "Content that cannot be proven",
    isRetryable: false,
    advice: "This server serves only what it can compare with its id, and this it cannot: it is "
      + "too long to be held until its id is known, or only a part of it was asked for before all "
      + "of it was checked, or its bytes have no id of their own. A request for everything may "
      + "help; the setting content.verify_unprovable decides.")
  /// Origin unavailable.
  package static let originUnavailable = ProblemType(
    slug: "origin-unavailable", status: .badGateway, title: "Origin unavailable",
    advice: "None of the origins that were asked gave a useful answer. Try again later.")
  /// Origin overloaded.
  package static let originOverloaded = ProblemType(
    slug: "origin-overloaded", status: .serviceUnavailable, title: "Origin overloaded",
    source: .upstream,
    advice: "The origins have too much to do. Try again after Retry-After.")
  /// Origin did not answer in time.
  package static let originTimedOut = ProblemType(
    slug: "origin-timeout", status: .gatewayTimeout, title: "Origin did not answer in time",
    advice: "The origins that were asked gave no answer in time, or stopped in the middle of it. "
      + "Try again later.")
  /// Broken answer of an origin.
  package static let originBroken = ProblemType(
    slug: "origin-broken", status: .badGateway, title: "Broken answer of an origin",
    advice: "What the origin sent was cut off, or contradicts itself. Nothing of it was kept.")
  /// Too large for the origins.
  package static let originSizeLimit = ProblemType(
    slug: "origin-size-limit", status: .badGateway, title: "Too large for the origins",
    isRetryable: false,
    advice: "The content exists, but none of the origins that were asked hands out so much.")
  /// Too many fetches in progress.
  package static let fillsExhausted = ProblemType(
    slug: "too-many-fills", status: .serviceUnavailable, title: "Too many fetches in progress",
    advice: "The content is not in memory, and as much is being fetched as is allowed. Try again "
      + "after Retry-After.")
  /// Load is shed.
  package static let loadShed = ProblemType(
    slug: "load-shed", status: .serviceUnavailable, title: "Load is shed",
    advice: "The server has too much to do, and for now answers what it has in memory alone. Try "
      + "again after Retry-After.")
  /// Too many uploads in progress.
  package static let uploadsExhausted = ProblemType(
    slug: "too-many-uploads", status: .serviceUnavailable, title: "Too many uploads in progress",
    advice: "As many uploads are in progress as are allowed. Try again after Retry-After.")
  /// Publisher named another blob.
  package static let publisherIDMismatch = ProblemType(
    slug: "publisher-id-mismatch", status: .badGateway, title: "Publisher named another blob",
    isRetryable: false,
    advice: "The publisher says that it stored a blob with another id than the content has. The "
      + "members expected and claimed are the two ids. Do not rely on what was stored.")
  /// Publisher refused the request.
  package static let publisherRefused = ProblemType(
    slug: "publisher-refused", status: .badRequest, title: "Publisher refused the request",
    source: .upstream,
    advice: "The publisher does not accept these parameters or this content; the detail is what "
      + "it says.")
  /// Publisher wants authorization.
  package static let publisherUnauthorized = ProblemType(
    slug: "publisher-unauthorized", status: .badGateway, title: "Publisher wants authorization",
    isRetryable: false,
    advice: "The publisher accepts nothing from this server; its operator has to be asked.")
  /// Publisher unavailable.
  package static let publisherUnavailable = ProblemType(
    slug: "publisher-unavailable", status: .badGateway, title: "Publisher unavailable",
    isRetryable: false,
    advice: "The publisher gave no useful answer. Whether the blob was stored is not known: ask "
      + "for its id before trying again, as storing costs money.")
  /// Publisher overloaded.
  package static let publisherOverloaded = ProblemType(
    slug: "publisher-overloaded", status: .serviceUnavailable, title: "Publisher overloaded",
    source: .upstream,
    advice: "The publisher has too much to do, and stored nothing. Try again after Retry-After.")
  /// Publisher did not answer in time.
  package static let publisherTimedOut = ProblemType(
    slug: "publisher-timeout", status: .gatewayTimeout, title: "Publisher did not answer in time",
    isRetryable: false,
    advice: "Whether the blob was stored is not known: ask for its id before trying again, as "
      + "storing costs money.")
  /// Storing is not offered.
  package static let noPublisher = ProblemType(
    slug: "no-publisher", status: .notImplemented, title: "Storing is not offered",
    advice: "This server has no publisher configured. Mainnet has no public ones.")

  /// The problems of reading.
  package static let reading = [
    malformedIdentifier, pathInsideCID, contentUnsupported, contentNotFound, contentBlocked,
    rangeNotSatisfiable, preconditionFailed, originUnavailable, originOverloaded, originTimedOut,
    originBroken,
    contentUnprovable,
    originSizeLimit, fillsExhausted, loadShed,
  ]

  /// The problems of storing.
  package static let storing = [
    RoutingProblems.malformedQuery, RoutingProblems.contentTooLarge, uploadsExhausted,
    publisherIDMismatch, publisherRefused, publisherUnauthorized, publisherUnavailable,
    publisherOverloaded, publisherTimedOut, noPublisher, contentBlocked, loadShed,
  ]

  /// All of them.
  package static let all =
    reading + [
      uploadsExhausted, publisherIDMismatch, publisherRefused, publisherUnauthorized,
      publisherUnavailable, publisherOverloaded, publisherTimedOut, noPublisher,
    ]
}
