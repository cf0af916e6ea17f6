import Bytes

/// How the cache handled a request: one member of the Cache-Status field (RFC 9211 §2).
@usableFromInline package struct CacheStatus: Equatable, Sendable {
  /// Why a request went forward (RFC 9211 §2.2).
  @usableFromInline package enum Forward: UInt8, Sendable {
    case bypass, method, uriMiss, varyMiss, miss, request, stale, partial

    var text: StaticString {
      switch self {
      case .bypass: "bypass"
      case .method: "method"
      case .uriMiss: "uri-miss"
      case .varyMiss: "vary-miss"
      case .miss: "miss"
      case .request: "request"
      case .stale: "stale"
      case .partial: "partial"
      }
    }
  }

  /// Answered from the cache without going forward, or gone forward for this reason.
  @usableFromInline package enum Outcome: Equatable, Sendable {
    case hit
    case forward(Forward)
  }

  /// What happened.
  package var outcome: Outcome
  /// The status of the response from the next hop.
  package var forwardStatus: Status?
  /// The freshness lifetime left, in seconds; negative when stale.
  package var timeToLive: Int64?
  /// Whether the response was stored.
  package var isStored = false
  /// Whether the request was collapsed with another.
  package var isCollapsed = false

  /// Makes a member with no parameters but the outcome.
  package init(_ outcome: Outcome) { self.outcome = outcome }

  /// The most bytes a member takes beside the cache's name and the detail.
  package static var byteCountMax: Int { 96 }

  /// Appends the member. Traps when it does not fit.
  ///
  /// `name` and `detail` are tokens of RFC 8941 and part of the program; an empty `detail` is left
  /// out.
  package func print(
    name: StaticString, detail: StaticString = "", into output: inout OutputSpan<UInt8>
  ) {
    output.append(name)
    switch outcome {
    case .hit: output.append("; hit")
    case .forward(let reason):
      output.append("; fwd=")
      output.append(reason.text)
    }
    if let forwardStatus {
      output.append("; fwd-status=")
      output.append(decimal: UInt64(forwardStatus.code))
    }
    if let timeToLive {
      output.append("; ttl=")
      // Structured integers have at most 15 digits (RFC 8941 §3.3.1).
      if timeToLive < 0 { output.append(ASCII.hyphen) }
      output.append(decimal: min(timeToLive.magnitude, 999_999_999_999_999))
    }
    if isStored { output.append("; stored") }
    if isCollapsed { output.append("; collapsed") }
    if detail.utf8CodeUnitCount > 0 {
      output.append("; detail=")
      output.append(detail)
    }
  }
}
