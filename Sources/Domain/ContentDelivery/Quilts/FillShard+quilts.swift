internal import Bytes
internal import HTTP
internal import WalrusIdentity

/// What is done with patches that were cut out of quilts, at their home.
extension FillShard {
  /// Counts what happened to a quilt.
  func note(_ event: QuiltEvent) { parts.metrics?.note(event) }

  /// Stores a patch; nil when there is no room, or when it contradicts what is proven.
  func keep(
    _ patch: QuiltPatch, _ reference: ContentReference, digest: Bytes32, from quilt: ContentMetadata
  ) -> StoredContent? {
    let isProven = quilt.proof == .proven
    if !isProven, let proven = verifier.provenDigest(of: reference.key), proven != digest {
      return nil
    }
    if !isProven, refusesUnprovable { return nil }
    guard let body = try? contents.makeBody(length: patch.content.count),
      (try? body.append(patch.content.span)) != nil, (try? body.finish()) != nil
    else { return nil }
    var attributes = OriginAttributes()
    for tag in patch.tags {
      switch tag.name.lowercased() {
      case "content-type": attributes.contentType = tag.value
      case "content-disposition": attributes.contentDisposition = tag.value
      case "content-encoding": attributes.contentEncoding = tag.value
      case "content-language": attributes.contentLanguage = tag.value
      default: break
      }
    }
    attributes.patchIdentifier = patch.identifier
    let sample = patch.content.span.extracting(first: ContentSniffer.prefixByteCountMax)
    var metadata = metadata(
      of: reference,
      OriginHead(
        length: Int64(patch.content.count), attributes: attributes, source: quilt.source),
      type: attributes.mediaType ?? "\(ContentSniffer.type(of: sample))",
      length: patch.content.count)
    if isProven {
      metadata.proof = .proven
      metadata.freshUntil = quilt.freshUntil
    }
    verifier.record(digest, of: reference.key, isProven: isProven)
    let content = StoredContent(
      key: reference.key, metadata: metadata, body: body, onContentDomain: isContentDomain)
    store(content)
    return content
  }

  /// Lets a patch be called proven whose quilt is, if it is still the one that was cut.
  func promote(_ key: ContentKey, withDigest digest: Bytes32) {
    guard verifier.has(digest, of: key),
      let content = contents.lookup(key, at: seconds).content, content.key == key
    else { return }
    promote(content, to: .proven)
  }

  /// Takes content out everywhere that is not proven, because proven content is to be had for it.
  func removeUnproven(_ key: ContentKey) {
    guard let content = contents.lookup(key, at: seconds).content, content.key == key,
      content.metadata.proof != .proven
    else { return }
    contents.remove(key)
  }

  /// Takes a patch out everywhere whose quilt is wrong, if it is still the one that was cut.
  func evict(_ key: ContentKey, withDigest digest: Bytes32) {
    guard verifier.has(digest, of: key),
      let content = contents.lookup(key, at: seconds).content, content.key == key
    else { return }
    evict(content)
  }
}
