/// A transaction under way: its statements see one another, and nobody else's half-done work.
///
/// One statement at a time. Once the body that got it has returned, it refuses everything.
package protocol DatabaseTransaction: DatabaseSession {}
