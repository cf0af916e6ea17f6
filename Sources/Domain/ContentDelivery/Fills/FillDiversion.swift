/// A reader has to fetch for itself: what it had joined is not stored, and belongs to another.
struct FillDiversion: Error {}
