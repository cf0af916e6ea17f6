internal import HTTPClient

/// How a download ended.
enum DownloadOutcome: Sendable {
  /// Everything arrived and is written.
  case complete
  /// The server answered something else than the content.
  case refused(ServerAnswer)
  /// The exchange failed.
  case failed(UpstreamFailure)
  /// The server does not say where the content ends, so a cut could not be noticed.
  case endless
  /// The target took no more, with the system's error number.
  case unwritable(Int32)
}
