/// A session that has begun, with the only copy of its token.
struct SignedIn: Sendable {
  let user: User
  let session: Session
  let token: SessionToken
}
