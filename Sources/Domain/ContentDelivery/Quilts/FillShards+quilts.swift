extension FillShards {
  /// Takes content out everywhere, under whichever of its names it is asked for; no shard answers
  /// with it once this returns.
  ///
  /// - Returns: whether there was any.
  @discardableResult
  package func purge(_ reference: ContentReference) async -> Bool {
    var found = false
    if case .namedPatch(let id, _) = reference.name {
      let (name, quilt) = (reference.key, ContentKey(id))
      let finding = await home(of: quilt).run { $0.quilts.known(name, in: quilt) }
      if case .patch(let patch) = finding { found = await contents.purge(ContentKey(patch)) }
    }
    return await contents.purge(reference.key) || found
  }
}
