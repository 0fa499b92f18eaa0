import CLeadline

/// A list of stages by name, or one part of it, to be asked for instead of steps.
///
/// ```swift
/// let bottom = Funnel(stages: .digital.bottom)
/// ```
///
/// Four lists are ready-made; ``Engine/define(_:)`` adds the host's own.
public struct Stages: Hashable, Sendable {
  /// The list's name.
  public var name: String

  var part: UInt32 = 0

  /// Names a list.
  public init(_ name: String) {
    self.name = name
  }

  /// From the impression to the repeated sale.
  public static var digital: Stages { Stages("digital") }

  /// Awareness, interest, consideration, intent, evaluation, purchase.
  public static var classic: Stages { Stages("classic") }

  /// Awareness, interest, desire, action, loyalty.
  public static var aidal: Stages { Stages("aidal") }

  /// From the lead to the sale.
  public static var pipeline: Stages { Stages("pipeline") }

  /// The stages before the lead alone.
  public var top: Stages { with(LEADLINE_STAGES_TOP) }

  /// The stages from the lead on alone.
  public var bottom: Stages { with(LEADLINE_STAGES_BOTTOM) }

  private func with(_ part: UInt32) -> Stages {
    var stages = self
    stages.part = part
    return stages
  }
}

/// Steps that belong together, under a name.
public struct StageList: Hashable, Sendable {
  /// The name, of small letters, digits and underscores.
  public var name: String

  /// The steps.
  public var steps: [Funnel.Step]

  /// How many steps are the top of the funnel; the others are its bottom.
  public var boundary: Int

  /// Describes a list.
  public init(_ name: String, steps: [Funnel.Step], boundary: Int) {
    self.name = name
    self.steps = steps
    self.boundary = boundary
  }

  /// The steps before the boundary.
  public var top: [Funnel.Step] { Array(steps.prefix(max(0, boundary))) }

  /// The steps from the boundary on.
  public var bottom: [Funnel.Step] { Array(steps.dropFirst(max(0, boundary))) }
}

extension Engine {
  /// The lists of stages: the ready-made ones, then those that were defined.
  ///
  /// The corresponding C functions are `leadline_stage_list_at` and `leadline_stage_at`.
  ///
  /// - Throws: ``LeadlineError/closed``.
  public func stageLists() throws(LeadlineError) -> [StageList] {
    let kinds = Dictionary(uniqueKeysWithValues: try kinds().map { ($0.name, $0.kind) })
    var lists: [StageList] = []
    try call {
      for index in unsafe 0..<leadline_stage_list_count(handle) {
        var list = unsafe leadline_stage_list()
        unsafe list.struct_size = MemoryLayout<leadline_stage_list>.stride
        let status = unsafe leadline_stage_list_at(handle, index, &list)
        guard status == LEADLINE_OK else { return status }
        var steps: [Funnel.Step] = []
        for number in unsafe 0..<list.step_count {
          var step = unsafe leadline_step()
          unsafe step.struct_size = MemoryLayout<leadline_step>.stride
          let status = unsafe leadline_stage_at(handle, index, number, &step)
          guard status == LEADLINE_OK else { return status }
          unsafe steps.append(Funnel.Step(step, kinds: kinds))
        }
        unsafe lists.append(StageList(String(cString: list.name), steps: steps, boundary: list.boundary))
      }
      return LEADLINE_OK
    }
    return lists
  }

  /// Defines a list of stages, which questions then name.
  ///
  /// A list can't be redefined. Merging and clearing leave it alone.
  ///
  /// The corresponding C function is `leadline_define_stages`.
  ///
  /// - Parameter list: The list.
  /// - Throws: ``LeadlineError/argument`` for what is no name, for no steps, and a boundary beyond them,
  ///   ``LeadlineError/duplicateName`` for a name that a list has, ``LeadlineError/unknownName`` for an unknown kind, dimension or
  ///   attribute, ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func define(_ list: StageList) throws(LeadlineError) {
    let arena = Arena()
    let names = try kindNames()
    let steps = unsafe try arena.steps(list.steps, names)
    let name = unsafe try arena.text(list.name) as UnsafePointer<CChar>
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_define_stages(handle, name, steps, list.steps.count, list.boundary) }
    }
  }
}

extension Funnel.Step {
  /// What C tells of a step.
  init(_ step: leadline_step, kinds: [String: Kind]) {
    let names = unsafe String(cString: step.kinds).split(separator: "|").map(String.init)
    self.init(kinds: names.compactMap { kinds[$0] }, name: unsafe step.name.map { unsafe String(cString: $0) })
    isStanding = unsafe step.flags & LEADLINE_STANDING != 0
    for index in unsafe 0..<step.filter_count {
      let filter = unsafe step.filters[index]
      let names = unsafe (0..<filter.name_count).map { unsafe String(cString: filter.names[$0]!) }
      filters.append(Query.Filter(unsafe String(cString: filter.dimension), in: names))
    }
  }
}

extension Arena {
  func steps(_ steps: [Funnel.Step], _ names: [Kind: String]) throws(LeadlineError) -> UnsafePointer<leadline_step>? {
    unsafe UnsafePointer(try array(steps.count) { (index) throws(LeadlineError) in unsafe try steps[index].lowered(in: self, names: names) })
  }

  /// One step, or NULL.
  func step(_ step: Funnel.Step?, _ names: [Kind: String]) throws(LeadlineError) -> UnsafePointer<leadline_step>? {
    unsafe try steps(step.map { [$0] } ?? [], names)
  }

  /// Quantiles as thousandths.
  func quantiles(_ quantiles: [Double]) throws(LeadlineError) -> UnsafePointer<UInt16>? {
    unsafe UnsafePointer(
      try array(quantiles.count) { (index) throws(LeadlineError) in
        let thousandths = quantiles[index] * 1000
        // Also refuses what is no number.
        guard thousandths >= 0, thousandths <= 1000, abs(thousandths - thousandths.rounded()) < 1e-6 else {
          throw LeadlineError(.argument, "The quantile \(quantiles[index]) is none of whole thousandths from 0 to 1.")
        }
        return UInt16(thousandths.rounded())
      })
  }
}

extension Duration {
  /// A length of time for an option of C, in which 0 says that there is none.
  static func option(_ length: Duration?, _ name: String) throws(LeadlineError) -> Int64 {
    guard let length else { return 0 }
    guard length > .zero else { throw LeadlineError(.argument, "The \(name) is \(length), which is out of range.") }
    return max(1, length.wholeMicroseconds)
  }
}

/// The instants of a question, as C has them.
struct Instants {
  var from: Int64 = 0
  var to: Int64 = 0
  var asOf: Int64 = 0
  var flags: UInt32 = 0

  init(from: Timestamp?, to: Timestamp?, asOf: Timestamp?) {
    if let from { (self.from, flags) = (from.microseconds, flags | LEADLINE_QUERY_FROM) }
    if let to { (self.to, flags) = (to.microseconds, flags | LEADLINE_QUERY_TO) }
    if let asOf { (self.asOf, flags) = (asOf.microseconds, flags | LEADLINE_QUERY_AS_OF) }
  }
}
