import TestSupport
import Testing
import WalrusIdentity

@testable import ContentDelivery

@Suite struct VerificationPolicyTests {
  typealias Step = VerificationPolicy.Step

  private let blob = VerificationTarget(
    ContentReference(.blob(SampleContent.blob(1)), secret: SampleContent.secret),
    OriginAttributes())

  private func policy(_ mode: VerificationMode, sample: Double = 0.5) -> VerificationPolicy {
    var policy = VerificationPolicy()
    policy.mode = mode
    policy.sample = sample
    policy.lengthMax = 1000
    return policy
  }

  private func step(
    _ policy: VerificationPolicy, _ finding: DigestMemory.Finding = .unknown, draw: Double = 0.4,
    length: Int = 10, hasTarget: Bool = true, mayChange: Bool = false
  ) -> Step {
    let target = hasTarget ? blob : nil
    return policy.step(
      target, length: length, hold: policy.hold(target, provenDigest: nil), finding: finding,
      mayChange: mayChange, draw: draw)
  }

  @Test func `what was fetched for the first time`() {
    #expect(step(policy(.off)) == .keep(.unverified))
    #expect(step(policy(.sampled)) == .keepAndCheck(.unverified))
    #expect(step(policy(.sampled), draw: 0.6) == .keep(.unverified))
    #expect(step(policy(.sampled), length: 1001) == .keep(.unverified))
    #expect(step(policy(.always)) == .hold)
    #expect(step(policy(.always), length: 1001) == .hold)
    for mode in VerificationMode.allCases {
      #expect(step(policy(mode), hasTarget: false) == .keep(.unverified))
    }
  }

  @Test(arguments: VerificationMode.allCases)
  func `what was fetched again`(mode: VerificationMode) {
    let policy = policy(mode)
    #expect(step(policy, .same(isProven: true)) == .keep(.proven))
    #expect(step(policy, .differs(isProven: true)) == .refuse)
    let hold: Step? = mode == .always ? .hold : nil
    #expect(step(policy, .same(isProven: false), draw: 0.9) == hold ?? .keep(.checked))
    let different: Step = mode == .off ? .keep(.unverified) : .checkFirst
    #expect(step(policy, .differs(isProven: false), draw: 0.9) == hold ?? different)
    // An object may have another blob by now.
    #expect(
      step(policy, .differs(isProven: false), draw: 0.9, mayChange: true)
        == hold ?? .keep(.unverified))
    // Of a patch there is no telling.
    #expect(step(policy, .differs(isProven: false), hasTarget: false) == .keep(.unverified))
  }

  @Test func `the share of what is drawn is the setting`() {
    var random = SplitMix64.announced()
    for sample in [0, 0.1, 0.5, 1] {
      let policy = policy(.sampled, sample: sample)
      let drawn = (0..<4000).count { _ in
        step(policy, draw: .random(in: 0..<1, using: &random)) == .keepAndCheck(.unverified)
      }
      #expect(abs(Double(drawn) / 4000 - sample) < 0.05)
    }
  }

  @Test func `nothing is called proven that was neither computed nor known`() {
    var random = SplitMix64.announced()
    let findings: [DigestMemory.Finding] = [
      .unknown, .same(isProven: false), .differs(isProven: false), .differs(isProven: true),
    ]
    for _ in 0..<2000 {
      let step = step(
        policy(VerificationMode.allCases.randomElement(using: &random) ?? .off),
        findings.randomElement(using: &random) ?? .unknown,
        draw: .random(in: 0..<1, using: &random), length: .random(in: 0...2000, using: &random),
        hasTarget: .random(using: &random), mayChange: .random(using: &random))
      #expect(step != .keep(.proven) && step != .keepAndCheck(.proven))
    }
  }

  @Test func `what is proven is compared before the last byte is sent, by any policy`() {
    for mode in VerificationMode.allCases {
      #expect(policy(mode).hold(nil, provenDigest: .zero) == .untilDigest(.zero))
      #expect(policy(mode).hold(nil, provenDigest: nil) == .no)
      #expect(policy(mode).hold(blob, provenDigest: nil) == (mode == .always ? .untilChecked : .no))
    }
  }

  // MARK: In slices

  private func sliced(
    _ proof: ContentProof = .unverified, length: Int = 5000, hasTarget: Bool = true
  ) -> SlicedContent {
    let id = SampleContent.blob(1)
    return SlicedContent(
      ContentReference(.blob(id), secret: SampleContent.secret),
      metadata: SampleContent.metadata(id, length: length, proof: proof), isTyped: false,
      target: hasTarget ? blob : nil, sliceSize: 1000, onContentDomain: false)
  }

  @Test func `a full read of slices is held back where all is checked`() {
    func course(
      _ mode: VerificationMode, _ content: SlicedContent, wantsAll: Bool = true,
      isProving: Bool = false, refuses: Bool = false
    ) -> VerificationPolicy.SliceCourse {
      var policy = policy(mode)
      policy.refusesUnprovable = refuses
      return policy.course(
        of: content, wantsAll: wantsAll, isProving: isProving, lengthMax: 5000)
    }
    for mode in [VerificationMode.off, .sampled] {
      #expect(course(mode, sliced()) == .serve)
      #expect(course(mode, sliced(), isProving: true) == .hold)
      #expect(course(mode, sliced(.proven), isProving: true) == .serve)
    }
    #expect(course(.always, sliced()) == .hold)
    #expect(course(.always, sliced(.proven), refuses: true) == .serve)
    for refuses in [false, true] {
      let other: VerificationPolicy.SliceCourse = refuses ? .refuse : .serve
      #expect(course(.always, sliced(), wantsAll: false, refuses: refuses) == other)
      #expect(course(.always, sliced(length: 5001), refuses: refuses) == other)
      #expect(course(.always, sliced(hasTarget: false), refuses: refuses) == other)
    }
    #expect(course(.off, sliced(length: 5001), isProving: true) == .refuse)
  }

  @Test func `slices are checked in the background as whole content is`() {
    #expect(!policy(.off).checksSlices(length: 10, draw: 0))
    #expect(policy(.sampled).checksSlices(length: 10, draw: 0.4))
    #expect(!policy(.sampled).checksSlices(length: 10, draw: 0.6))
    #expect(!policy(.sampled).checksSlices(length: 1001, draw: 0))
    #expect(policy(.always).checksSlices(length: 1001, draw: 0.9))
  }
}
