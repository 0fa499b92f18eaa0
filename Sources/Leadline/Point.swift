import CLeadline

extension Engine {
  /// A prepared question about one key, to be read again and again while others write.
  ///
  /// ```swift
  /// let point = try engine.point("clicks", "cpc", of: ["campaign"])
  /// let now = try point.read([campaign])
  /// if let cpc = now[1].double, cpc < ceiling { bid() }
  /// ```
  ///
  /// Any number of threads may read at once; a reading waits for the batches that are being taken in at that moment. A
  /// point keeps its engine from being closed.
  @safe
  public final class Point: Sendable {
    /// The engine.
    public let engine: Engine

    /// What is read, in the order of the values.
    public let columns: [String]

    /// All dimensions of one rollup, in the order of the codes.
    public let dimensions: [String]

    private nonisolated(unsafe) let handle: OpaquePointer

    fileprivate init(_ engine: Engine, _ handle: OpaquePointer, columns: [String], dimensions: [String]) {
      self.engine = engine
      self.columns = columns
      self.dimensions = dimensions
      unsafe self.handle = handle
    }

    deinit {
      unsafe leadline_point_close(handle)
      engine.leave()
    }
  }
}

extension Engine {
  /// Prepares a question about one key.
  ///
  /// The corresponding C function is `leadline_point_open`.
  ///
  /// - Parameters:
  ///   - columns: What is read, as in a ``Query``.
  ///   - dimensions: All dimensions of one rollup, in the order in which codes or names will be given.
  ///   - rollup: The rollup's name; nil for the one with exactly these dimensions and the longest period.
  /// - Throws: As ``query(_:)``.
  public func point(
    _ columns: String..., of dimensions: [String], rollup: String? = nil
  ) throws(LeadlineError) -> Point {
    try point(columns: columns, of: dimensions, rollup: rollup)
  }

  /// Prepares a question about one key.
  ///
  /// The corresponding C function is `leadline_point_open`.
  ///
  /// - Parameters:
  ///   - columns: What is read, as in a ``Query``.
  ///   - dimensions: All dimensions of one rollup, in the order in which codes or names will be given.
  ///   - rollup: The rollup's name; nil for the one with exactly these dimensions and the longest period.
  /// - Throws: As ``query(_:)``.
  public func point(
    columns: [String], of dimensions: [String], rollup: String? = nil
  ) throws(LeadlineError) -> Point {
    let arena = Arena()
    var options = unsafe leadline_point_options()
    unsafe options.struct_size = MemoryLayout<leadline_point_options>.stride
    unsafe options.rollup = try arena.text(rollup)
    unsafe options.dimensions = try arena.texts(dimensions)
    unsafe options.dimension_count = dimensions.count
    unsafe options.columns = try arena.texts(columns)
    unsafe options.column_count = columns.count
    try enter()
    var point: OpaquePointer?
    let status = withExtendedLifetime(arena) { unsafe leadline_point_open(handle, &options, &point) }
    guard status == LEADLINE_OK, let point = unsafe point else {
      let error = failure(status)
      leave()
      throw error
    }
    return unsafe Point(self, point, columns: columns, dimensions: dimensions)
  }
}

// MARK: Reading

extension Engine.Point {
  /// Reads the values of a key; a key without facts reads 0, or undefined.
  ///
  /// The corresponding C function is `leadline_point_read`.
  ///
  /// - Parameters:
  ///   - codes: The key, a code for each dimension.
  ///   - from: The beginning, a boundary of the rollup's period; ``Timestamp/distantPast`` for an open one.
  ///   - to: The end, a boundary of the rollup's period; ``Timestamp/distantFuture`` for an open one.
  /// - Returns: A value for each column.
  /// - Throws: ``LeadlineError/argument`` for another number of codes than dimensions or an empty stretch of time,
  ///   ``LeadlineError/unknownName`` for a key that a limit shows as "(other)", ``LeadlineError/queryBoundary``, or
  ///   ``LeadlineError/memory``.
  public func read(
    _ codes: [Code], from: Timestamp = .distantPast, to: Timestamp = .distantFuture
  ) throws(LeadlineError) -> [Ratio] {
    var values: [Ratio] = []
    values.reserveCapacity(columns.count)
    try read(codes.span, from: from, to: to) { values.append($0) }
    return values
  }

  /// Reads the values of a key, without allocating memory for them.
  ///
  /// The corresponding C function is `leadline_point_read`.
  ///
  /// - Parameters:
  ///   - codes: The key, a code for each dimension.
  ///   - from: The beginning, a boundary of the rollup's period; ``Timestamp/distantPast`` for an open one.
  ///   - to: The end, a boundary of the rollup's period; ``Timestamp/distantFuture`` for an open one.
  ///   - body: Called with the value of each column, in their order.
  /// - Throws: ``LeadlineError/argument`` for another number of codes than dimensions or an empty stretch of time,
  ///   ``LeadlineError/unknownName`` for a key that a limit shows as "(other)", ``LeadlineError/queryBoundary``, or
  ///   ``LeadlineError/memory``.
  public func read(
    _ codes: Span<Code>, from: Timestamp = .distantPast, to: Timestamp = .distantFuture, _ body: (Ratio) -> Void
  ) throws(LeadlineError) {
    unsafe try withValues(body) { values in
      unsafe codes.withUnsafeBytes { bytes in
        unsafe leadline_point_read(
          handle, bytes.baseAddress?.assumingMemoryBound(to: UInt32.self), codes.count, from.microseconds,
          to.microseconds, values.baseAddress, values.count)
      }
    }
  }

  /// Reads the values of a key by its names; a name that the engine does not know has no facts.
  ///
  /// The corresponding C function is `leadline_point_read_names`.
  ///
  /// - Parameters:
  ///   - names: The key, a name for each dimension.
  ///   - from: The beginning, a boundary of the rollup's period; ``Timestamp/distantPast`` for an open one.
  ///   - to: The end, a boundary of the rollup's period; ``Timestamp/distantFuture`` for an open one.
  /// - Returns: A value for each column.
  /// - Throws: As for codes, and ``LeadlineError/tooMany`` for a name above 65 535 bytes.
  public func read(
    names: [String], from: Timestamp = .distantPast, to: Timestamp = .distantFuture
  ) throws(LeadlineError) -> [Ratio] {
    let arena = Arena()
    let (starts, sizes) = unsafe try arena.names(names)
    var result: [Ratio] = []
    result.reserveCapacity(columns.count)
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      unsafe try withValues({ result.append($0) }) { values in
        unsafe leadline_point_read_names(
          handle, starts, sizes, names.count, from.microseconds, to.microseconds, values.baseAddress, values.count)
      }
    }
    return result
  }

  /// Reads the values of a key in a stretch of time, such as the bounds of a period.
  ///
  /// The corresponding C function is `leadline_point_read`.
  ///
  /// - Parameters:
  ///   - codes: The key, a code for each dimension.
  ///   - stretch: The time, its bounds boundaries of the rollup's period.
  /// - Returns: A value for each column.
  /// - Throws: As with bounds one by one.
  public func read(_ codes: [Code], within stretch: Range<Timestamp>) throws(LeadlineError) -> [Ratio] {
    try read(codes, from: stretch.lowerBound, to: stretch.upperBound)
  }

  /// Reads the values of a key by its names in a stretch of time, such as the bounds of a period.
  ///
  /// The corresponding C function is `leadline_point_read_names`.
  ///
  /// - Parameters:
  ///   - names: The key, a name for each dimension.
  ///   - stretch: The time, its bounds boundaries of the rollup's period.
  /// - Returns: A value for each column.
  /// - Throws: As with bounds one by one.
  public func read(names: [String], within stretch: Range<Timestamp>) throws(LeadlineError) -> [Ratio] {
    try read(names: names, from: stretch.lowerBound, to: stretch.upperBound)
  }

  private func withValues(
    _ body: (Ratio) -> Void, _ read: (UnsafeMutableBufferPointer<leadline_value>) -> leadline_status
  ) throws(LeadlineError) {
    let status = unsafe withUnsafeTemporaryAllocation(of: leadline_value.self, capacity: columns.count) { values in
      unsafe values.initialize(repeating: leadline_value())
      let status = unsafe read(values)
      guard status == LEADLINE_OK else { return status }
      for index in values.indices {
        let value = unsafe values[index]
        let scale = Ratio.Unit(rawValue: value.unit).isScaled ? engine.options.moneyScale : 0
        body(Ratio(value.numerator, value.denominator, value.state, value.unit, scale: UInt32(scale)))
      }
      return status
    }
    if status != LEADLINE_OK { throw engine.failure(status) }
  }
}

extension Ratio.Unit {
  /// Whether integers in this unit have the engine's decimals.
  var isScaled: Bool {
    self == .money || self == .seconds || self == .points || self == .moneyPerCount
  }
}
