/// A reader has to ask again: what it had joined is not stored, and belongs to another, or is kept
/// in slices.
struct FillDiversion: Error {}
