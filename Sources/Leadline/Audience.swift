import CLeadline

/// The persons with facts of a kind, of some names and of some time: those who saw a video, those who clicked a banner.
///
/// ```swift
/// let sawVideo = Audience(.view).where("channel", in: "video")
/// let asked = Audience(.lead)
/// let overlap = try engine.compare(sawVideo, asked)
/// print(overlap.both.count, "of", overlap.either.count)
/// ```
///
/// The engine must count the kind's persons: ``Engine/Options/distinctKinds``.
public struct Audience: Hashable, Sendable {
  /// The kind, its parts included.
  public var kind: Kind

  /// What all facts must hold.
  public var filters: [Query.Filter] = []

  /// Only facts from here on, a boundary of the rollup's period.
  public var from: Timestamp?

  /// Only facts before this, a boundary of the rollup's period.
  public var to: Timestamp?

  /// The name of the rollup that shall answer; nil for the smallest that can.
  public var rollup: String?

  /// The persons with any fact of a kind.
  public init(_ kind: Kind) {
    self.kind = kind
  }

  /// Only facts whose dimension or attribute has one of these names; earlier filters stay, and all must hold.
  public func `where`(_ dimension: String, in names: String...) -> Audience {
    var audience = self
    audience.filters.append(Query.Filter(dimension, in: names))
    return audience
  }

  /// Only facts of a stretch of time, its bounds boundaries of the rollup's period.
  public func within(_ stretch: Range<Timestamp>) -> Audience {
    var audience = self
    (audience.from, audience.to) = (stretch.lowerBound, stretch.upperBound)
    return audience
  }
}

/// How many distinct persons there are, with the bounds between which the true number is in 95 of 100 cases.
public struct PersonEstimate: Hashable, Sendable {
  /// The whole number nearest to the estimate, or the exact number.
  public var count: Int

  /// The bounds; of an exact count the count alone.
  public var bounds: ClosedRange<Int>

  /// Whether the count is the true number.
  public var isExact: Bool

  init(_ estimate: leadline_estimate) {
    count = Int(estimate.count)
    bounds = Int(estimate.low)...Int(estimate.high)
    isExact = estimate.is_exact != 0
  }
}

/// What two audiences have in common. Each count is estimated for itself; they need not add up to the last person.
public struct AudienceOverlap: Hashable, Sendable {
  /// In one of them or both.
  public var either: PersonEstimate

  /// In both.
  public var both: PersonEstimate

  /// In the first and not in the second.
  public var onlyFirst: PersonEstimate

  /// In the second and not in the first.
  public var onlySecond: PersonEstimate
}

extension Engine {
  /// Counts the persons of an audience.
  ///
  /// The corresponding C function is `leadline_count_audience`.
  ///
  /// - Throws: ``LeadlineError/unsupported`` where the engine counts no persons of the kind,
  ///   ``LeadlineError/unknownName`` for an unknown kind, dimension or attribute, ``LeadlineError/queryNoRollup``,
  ///   ``LeadlineError/queryBoundary``, ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func count(_ audience: Audience) throws(LeadlineError) -> PersonEstimate {
    let arena = Arena()
    var options = unsafe try audience.lowered(in: arena)
    var estimate = leadline_estimate()
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_count_audience(handle, &options, &estimate) }
    }
    return PersonEstimate(estimate)
  }

  /// Compares two audiences, of one kind or two.
  ///
  /// The corresponding C function is `leadline_compare_audiences`.
  ///
  /// - Throws: What ``count(_:)`` throws.
  public func compare(_ first: Audience, _ second: Audience) throws(LeadlineError) -> AudienceOverlap {
    let arena = Arena()
    var options = unsafe (try first.lowered(in: arena), try second.lowered(in: arena))
    var overlap = leadline_overlap()
    overlap.struct_size = MemoryLayout<leadline_overlap>.stride
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_compare_audiences(handle, &options.0, &options.1, &overlap) }
    }
    return AudienceOverlap(
      either: PersonEstimate(overlap.either), both: PersonEstimate(overlap.both),
      onlyFirst: PersonEstimate(overlap.only_first), onlySecond: PersonEstimate(overlap.only_second))
  }
}

extension Audience {
  fileprivate func lowered(in arena: Arena) throws(LeadlineError) -> leadline_audience {
    var options = unsafe leadline_audience()
    unsafe options.struct_size = MemoryLayout<leadline_audience>.stride
    unsafe options.rollup = try arena.text(rollup)
    unsafe options.filters = UnsafePointer(
      try arena.array(filters.count) { (index) throws(LeadlineError) in unsafe try filters[index].lowered(in: arena) })
    unsafe options.filter_count = filters.count
    unsafe options.kind = kind.rawValue
    if let from {
      unsafe options.from_us = from.microseconds
      unsafe options.flags |= LEADLINE_QUERY_FROM
    }
    if let to {
      unsafe options.to_us = to.microseconds
      unsafe options.flags |= LEADLINE_QUERY_TO
    }
    return unsafe options
  }
}
