internal import HTTP

/// What an answer is to a browser, which decides what the browser is told about it.
package enum AnswerKind: CaseIterable, Sendable {
  /// Content of strangers, which pages of every origin show.
  case content
  /// A page of ours.
  case page
  /// Anything else: documents for programs, metrics, problems.
  case document

  /// The kind of an answer.
  ///
  /// - Parameter route: the one that answered; nil where there is none.
  init(_ response: Response, of route: Route?) {
    if route?.isOfContent == true {
      self = .content
    } else if response.fields[.contentType]?.hasPrefix("text/html") == true {
      self = .page
    } else {
      self = .document
    }
  }
}
