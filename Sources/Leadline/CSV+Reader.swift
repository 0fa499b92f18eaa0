import CLeadline

extension Engine {
  /// Reads a CSV file of any size, in bounded memory; all of it is added to the engine, or nothing.
  ///
  /// Names are given codes as they are met, and keep them when the file is refused.
  ///
  /// The corresponding C function is `leadline_csv_file`.
  ///
  /// - Parameters:
  ///   - csv: How the file is read.
  ///   - path: The file.
  /// - Returns: What became of the file.
  /// - Throws: The reason of the first invalid record with its ``LeadlineError/place``, ``LeadlineError/file``,
  ///   ``LeadlineError/csvColumn``, ``LeadlineError/argument``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  /// - Complexity: O(*n*) in the size of the file.
  @discardableResult
  public func read(_ csv: CSV, at path: String) throws(LeadlineError) -> CSV.Report {
    let arena = Arena()
    var options = unsafe try csv.lowered(in: arena, for: self)
    let file = unsafe try arena.text(path) as UnsafePointer<CChar>
    var result = leadline_csv_result.empty
    try enter()
    defer { leave() }
    let status = withExtendedLifetime(arena) { unsafe leadline_csv_file(handle, &options, file, &result) }
    guard status == LEADLINE_OK else {
      if status == result.first_reason, let rejection = result.rejection { throw rejection }
      throw failure(status)
    }
    return CSV.Report(result)
  }

  /// Reads a CSV text that is at hand; all of it is added to the engine, or nothing.
  ///
  /// Names are given codes as they are met, and keep them when the text is refused.
  ///
  /// The corresponding C functions are `leadline_csv_open`, `leadline_csv_feed` and `leadline_csv_finish`.
  ///
  /// - Parameters:
  ///   - csv: How the text is read.
  ///   - text: The text.
  /// - Returns: What became of the text.
  /// - Throws: As for a file.
  /// - Complexity: O(*n*) in the size of the text.
  @discardableResult
  public func read(_ csv: CSV, text: String) throws(LeadlineError) -> CSV.Report {
    var reader = try reader(csv)
    try reader.feed(text)
    return try reader.finish()
  }

  /// Reads a CSV text that is at hand as bytes; all of it is added to the engine, or nothing.
  ///
  /// Names are given codes as they are met, and keep them when the text is refused.
  ///
  /// The corresponding C functions are `leadline_csv_open`, `leadline_csv_feed` and `leadline_csv_finish`.
  ///
  /// - Parameters:
  ///   - csv: How the text is read.
  ///   - bytes: The text.
  /// - Returns: What became of the text.
  /// - Throws: As for a file.
  /// - Complexity: O(*n*) in the size of the text.
  @discardableResult
  public func read(_ csv: CSV, bytes: Span<UInt8>) throws(LeadlineError) -> CSV.Report {
    var reader = try reader(csv)
    try reader.feed(bytes)
    return try reader.finish()
  }

  /// Begins to read a CSV text that comes in pieces.
  ///
  /// The corresponding C function is `leadline_csv_open`.
  ///
  /// - Parameter csv: How the text is read.
  /// - Throws: ``LeadlineError/unknownName``, ``LeadlineError/argument``, ``LeadlineError/timeZone``,
  ///   ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func reader(_ csv: CSV) throws(LeadlineError) -> CSV.Reader {
    let arena = Arena()
    var options = unsafe try csv.lowered(in: arena, for: self)
    try enter()
    var reader: OpaquePointer?
    let status = withExtendedLifetime(arena) { unsafe leadline_csv_open(handle, &options, &reader) }
    guard status == LEADLINE_OK, let reader = unsafe reader else {
      let error = failure(status)
      leave()
      throw error
    }
    return unsafe CSV.Reader(self, reader)
  }
}

extension CSV {
  /// Reads a CSV text that comes in pieces, which may end anywhere.
  ///
  /// ```swift
  /// var reader = try engine.reader(csv)
  /// while let piece = nextPiece() { try reader.feed(piece) }
  /// let report = try reader.finish()
  /// ```
  ///
  /// What is fed is gathered apart from the engine and added to it by ``finish()``, all at once. A reader that goes
  /// without it has added nothing. It belongs to whoever holds it and cannot be copied; readers of several threads go in
  /// parallel. It keeps its engine from being closed. Names are given codes as they are met, and keep them when nothing is
  /// added.
  @safe
  public struct Reader: ~Copyable, @unchecked Sendable {
    // Sendable because every call that reaches the C reader is mutating, so that Swift lets only one happen at a time.

    /// The engine that the facts go to.
    public let engine: Engine

    // nil once finished.
    private var handle: OpaquePointer?

    private var finished: leadline_csv_result?

    fileprivate init(_ engine: Engine, _ handle: OpaquePointer) {
      self.engine = engine
      unsafe self.handle = handle
    }

    deinit {
      guard let handle = unsafe handle else { return }
      unsafe leadline_csv_close(handle)
      engine.leave()
    }

    /// What was read so far.
    ///
    /// The corresponding C function is `leadline_csv_read_result`.
    public mutating func report() -> Report { Report(result) }

    private var result: leadline_csv_result {
      if let finished { return finished }
      var result = leadline_csv_result.empty
      _ = unsafe leadline_csv_read_result(handle, &result)
      return result
    }

    /// Reads the next piece.
    ///
    /// The corresponding C function is `leadline_csv_feed`.
    ///
    /// - Parameter bytes: The piece.
    /// - Throws: The reason of the first invalid record with its ``LeadlineError/place``, as does every later call;
    ///   ``LeadlineError/csvColumn``; ``LeadlineError/memory``.
    /// - Complexity: O(*n*) in the number of bytes.
    public mutating func feed(_ bytes: Span<UInt8>) throws(LeadlineError) {
      let status = unsafe bytes.withUnsafeBytes { unsafe leadline_csv_feed(handle, $0.baseAddress, $0.count) }
      try check(status)
    }

    /// Reads the next piece.
    ///
    /// The corresponding C function is `leadline_csv_feed`.
    ///
    /// - Parameter bytes: The piece.
    /// - Throws: As for a span.
    /// - Complexity: O(*n*) in the number of bytes.
    public mutating func feed(_ bytes: [UInt8]) throws(LeadlineError) {
      try feed(bytes.span)
    }

    /// Reads the next piece.
    ///
    /// The corresponding C function is `leadline_csv_feed`.
    ///
    /// - Parameter text: The piece.
    /// - Throws: As for a span.
    /// - Complexity: O(*n*) in the number of bytes.
    public mutating func feed(_ text: String) throws(LeadlineError) {
      let status = unsafe text.withBytes { unsafe leadline_csv_feed(handle, $0, $1) }
      try check(status)
    }

    /// Reads the last record and adds everything to the engine, or nothing, and closes the reader.
    ///
    /// Every later call on the reader throws ``LeadlineError/closed``.
    ///
    /// The corresponding C functions are `leadline_csv_finish` and `leadline_csv_close`.
    ///
    /// - Returns: What became of the text.
    /// - Throws: As ``feed(_:)-(Span<UInt8>)``. After ``LeadlineError/memory`` it may be called again.
    @discardableResult
    public mutating func finish() throws(LeadlineError) -> Report {
      try check(unsafe leadline_csv_finish(handle))
      finished = result
      unsafe leadline_csv_close(handle)
      unsafe handle = nil
      engine.leave()
      return report()
    }

    private func check(_ status: leadline_status) throws(LeadlineError) {
      if status == LEADLINE_OK { return }
      // The engine may be closed, too, once the reader is.
      guard unsafe handle != nil else { throw LeadlineError(.closed, "The reader has finished.") }
      let result = result
      if status == result.first_reason, let rejection = result.rejection { throw rejection }
      throw engine.failure(status)
    }
  }
}
