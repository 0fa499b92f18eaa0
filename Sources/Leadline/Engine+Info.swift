import CLeadline

extension Engine {
  /// What an engine holds.
  public struct Info: Hashable, Sendable {
    /// Facts accepted, repeats among them.
    public var facts: Int
    /// Facts left out because their id had been seen.
    public var duplicates: Int
    /// Duplicates that differed from the fact that stands.
    public var conflicts: Int
    /// Ids remembered now.
    public var ids: Int
    /// Facts kept by their ref.
    public var refs: Int
    /// Ids forgotten by the limit or the window.
    public var idsDropped: Int
    /// Merges that met two values of one attribute.
    public var attributeConflicts: Int
    /// Bytes held.
    public var memory: Int
    /// Bytes held by cells and their keys.
    public var cellMemory: Int
    /// Bytes held by the facts kept by id and by ref.
    public var idMemory: Int
    /// Facts that journeys hold, repeats among them until they are put in order.
    public var journeyFacts: Int
    /// Facts that journeys dropped past their limit.
    public var journeyFactsDropped: Int
    /// Bytes held by journeys and links.
    public var journeyMemory: Int
    /// Links of persons; one that came several times is one.
    public var links: Int
    /// Links that do not stand because their person has one to a smaller id.
    public var linkConflicts: Int
    /// Cells in use, over all rollups and shards.
    public var cells: Int
    /// The greatest time taken in, by default the instant that answers are as of; nil when no fact was taken in.
    public var greatestTime: Timestamp?
  }

  /// Tells what the engine holds.
  ///
  /// The corresponding C function is `leadline_engine_read_info`.
  ///
  /// - Throws: ``LeadlineError/closed``.
  /// - Complexity: O(*n*) in the number of cells.
  public func info() throws(LeadlineError) -> Info {
    var info = leadline_engine_info()
    info.struct_size = MemoryLayout<leadline_engine_info>.stride
    try call { unsafe leadline_engine_read_info(handle, &info) }
    return Info(
      facts: Int(clamping: info.facts), duplicates: Int(clamping: info.duplicates),
      conflicts: Int(clamping: info.conflicts), ids: Int(clamping: info.ids), refs: Int(clamping: info.refs),
      idsDropped: Int(clamping: info.ids_dropped), attributeConflicts: Int(clamping: info.attribute_conflicts),
      memory: Int(clamping: info.memory), cellMemory: Int(clamping: info.cell_memory),
      idMemory: Int(clamping: info.id_memory), journeyFacts: Int(clamping: info.journey_facts),
      journeyFactsDropped: Int(clamping: info.journey_dropped), journeyMemory: Int(clamping: info.journey_memory),
      links: Int(clamping: info.links), linkConflicts: Int(clamping: info.link_conflicts),
      cells: Int(clamping: info.cells),
      greatestTime: info.greatest_time == .min ? nil : Timestamp(microseconds: info.greatest_time))
  }

  /// All kinds the engine knows, built in and the host's, by number.
  ///
  /// The corresponding C functions are `leadline_kind_count` and `leadline_kind_at`.
  ///
  /// - Throws: ``LeadlineError/closed``.
  public func kinds() throws(LeadlineError) -> [KindDefinition] {
    var kinds: [KindDefinition] = []
    try call {
      let count = unsafe leadline_kind_count(handle)
      kinds.reserveCapacity(count)
      for index in 0..<max(0, count) {
        var info = unsafe leadline_kind_info()
        unsafe info.struct_size = MemoryLayout<leadline_kind_info>.stride
        let status = unsafe leadline_kind_at(handle, index, &info)
        guard status == LEADLINE_OK else { return status }
        unsafe kinds.append(KindDefinition(info))
      }
      return LEADLINE_OK
    }
    return kinds
  }

  /// Finds a kind by its name.
  ///
  /// The corresponding C function is `leadline_kind_number`.
  ///
  /// - Parameter name: The name, such as "lead_form".
  /// - Throws: ``LeadlineError/unknownName`` if there is none, or ``LeadlineError/closed``.
  public func kind(named name: String) throws(LeadlineError) -> Kind {
    let arena = Arena()
    let text = unsafe try arena.text(name) as UnsafePointer<CChar>
    var number: UInt16 = 0
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_kind_number(handle, text, &number) }
    }
    return Kind(rawValue: number)
  }
}

// MARK: Time

extension Engine {
  /// Reads a time as CSV intake does, without an offset in the engine's zone.
  ///
  /// The corresponding C function is `leadline_parse_time`.
  ///
  /// - Parameters:
  ///   - text: The time.
  ///   - format: The format, as in ``CSV/timeFormat``; nil for ISO 8601.
  /// - Throws: ``LeadlineError/csvTime`` if it is none, or ``LeadlineError/closed``.
  public func timestamp(parsing text: String, format: String? = nil) throws(LeadlineError) -> Timestamp {
    let arena = Arena()
    let format = unsafe try arena.text(format)
    var time: Int64 = 0
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call {
        unsafe text.withBytes { unsafe leadline_parse_time(handle, $0, $1, format, &time) }
      }
    }
    return Timestamp(microseconds: time)
  }

  /// Tells where the period around an instant begins and where the next one does, in the engine's zone.
  ///
  /// The corresponding C function is `leadline_period_bounds`.
  ///
  /// - Returns: The bounds; ``Timestamp/distantPast`` and ``Timestamp/distantFuture`` for ``Period/all``.
  /// - Throws: ``LeadlineError/argument`` outside the years 1 to 9999, or ``LeadlineError/closed``.
  public func bounds(of period: Period, around instant: Timestamp) throws(LeadlineError) -> Range<Timestamp> {
    var (start, end): (Int64, Int64) = (0, 0)
    try call { unsafe leadline_period_bounds(handle, period.rawValue, instant.microseconds, &start, &end) }
    return Timestamp(microseconds: start)..<Timestamp(microseconds: max(start, end))
  }
}
