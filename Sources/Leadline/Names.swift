import CLeadline

/// The names of one dimension or attribute of an engine, and their codes.
///
/// ```swift
/// let campaigns = try engine.names(of: "campaign")
/// let codes = try campaigns.codes(for: ["spring sale", "brand"])
/// ```
///
/// Names are bytes, by custom UTF-8, and compared as such: they are never folded or normalised.
public struct Names: Sendable {
  /// The engine.
  public let engine: Engine

  /// The name of the dimension or attribute.
  public let dimension: String

  let index: UInt32
}

extension Engine {
  /// The names of a dimension or attribute.
  ///
  /// The corresponding C function is `leadline_dimension_index`.
  ///
  /// - Parameter dimension: The dimension's or attribute's name.
  /// - Throws: ``LeadlineError/unknownName`` if there is none, or ``LeadlineError/closed``.
  public func names(of dimension: String) throws(LeadlineError) -> Names {
    let arena = Arena()
    let text = unsafe try arena.text(dimension) as UnsafePointer<CChar>
    var index: UInt32 = 0
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_dimension_index(handle, text, &index) }
    }
    return Names(engine: self, dimension: dimension, index: index)
  }

  /// The code of a name, given out now if it is new.
  ///
  /// The corresponding C function is `leadline_intern`. For many names take ``names(of:)`` once.
  ///
  /// - Throws: ``LeadlineError/unknownName`` if there is no such dimension; else as ``Names/code(for:)-(String)``.
  public func code(for name: String, in dimension: String) throws(LeadlineError) -> Code {
    try names(of: dimension).code(for: name)
  }
}

// MARK: Codes of names

extension Names {
  /// The code of a name, given out now if it is new.
  ///
  /// The corresponding C function is `leadline_intern`.
  ///
  /// - Parameter name: The name; an empty one gives ``Code/notSet``.
  /// - Throws: ``LeadlineError/tooMany`` for a name above 65 535 bytes or beyond 2³¹ names, ``LeadlineError/memory``, or
  ///   ``LeadlineError/closed``.
  /// - Complexity: O(1). A new name waits for the batches and queries under way.
  public func code(for name: String) throws(LeadlineError) -> Code {
    var code: UInt32 = 0
    try engine.call {
      unsafe name.withBytes { unsafe leadline_intern(engine.handle, index, $0, $1, &code) }
    }
    return Code(rawValue: code)
  }

  /// The code of a name, given out now if it is new.
  ///
  /// The corresponding C function is `leadline_intern`.
  ///
  /// - Parameter name: The name's bytes; none give ``Code/notSet``.
  /// - Throws: As for a text.
  /// - Complexity: O(1). A new name waits for the batches and queries under way.
  public func code(for name: Span<UInt8>) throws(LeadlineError) -> Code {
    var code: UInt32 = 0
    try engine.call {
      unsafe name.withUnsafeBytes { bytes in
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        return unsafe leadline_intern(engine.handle, index, start, bytes.count, &code)
      }
    }
    return Code(rawValue: code)
  }

  /// The codes of many names, given out now where they are new; all of them or none.
  ///
  /// The corresponding C function is `leadline_intern_many`.
  ///
  /// - Parameter names: The names; empty ones give ``Code/notSet``.
  /// - Throws: As for one name.
  /// - Complexity: O(*n*) in the number of names.
  public func codes(for names: [String]) throws(LeadlineError) -> [Code] {
    guard !names.isEmpty else { return [] }
    let arena = Arena()
    let (starts, sizes) = unsafe try arena.names(names)
    let codes = unsafe try arena.array(names.count) { _ throws(LeadlineError) in UInt32(0) }
    return try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try engine.call { unsafe leadline_intern_many(engine.handle, index, starts, sizes, names.count, codes) }
      return unsafe UnsafeBufferPointer(start: codes, count: names.count).map(Code.init(rawValue:))
    }
  }

  /// The code of a name, if it has one; the engine stays as it is.
  ///
  /// The corresponding C function is `leadline_find`.
  ///
  /// - Parameter name: The name.
  /// - Returns: The code, or nil for a name that the dimension does not know.
  /// - Throws: ``LeadlineError/closed``.
  /// - Complexity: O(1).
  public func find(_ name: String) throws(LeadlineError) -> Code? {
    var code: UInt32 = 0
    do {
      try engine.call {
        unsafe name.withBytes { unsafe leadline_find(engine.handle, index, $0, $1, &code) }
      }
    } catch .unknownName {
      return nil
    }
    return Code(rawValue: code)
  }

  /// The name of a code: empty for ``Code/notSet``, "(other)" for ``Code/other`` and codes beyond the limit.
  ///
  /// Bytes that are no UTF-8 are replaced.
  ///
  /// The corresponding C function is `leadline_name`.
  ///
  /// - Throws: ``LeadlineError/argument`` for a code that was not given out, or ``LeadlineError/closed``.
  public func name(of code: Code) throws(LeadlineError) -> String {
    var name = ""
    var capacity = 256
    // Once more with the size that is asked for; a name never grows, so a second refusal is an error like any other.
    for _ in 0..<2 {
      var size = 0
      var tooSmall = false
      try engine.call {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
          let status = unsafe leadline_name(engine.handle, index, code.rawValue, buffer.baseAddress, capacity, &size)
          if status == LEADLINE_ERROR_BUFFER, size > capacity {
            tooSmall = true
            return LEADLINE_OK
          }
          if status == LEADLINE_OK { unsafe name = String(bytes: buffer.baseAddress, count: min(size, capacity)) }
          return status
        }
      }
      if !tooSmall { break }
      capacity = size
    }
    return name
  }
}

// MARK: Attributes

extension Names {
  /// Gives a name of this dimension a value in an attribute, in place of an earlier one.
  ///
  /// The corresponding C function is `leadline_set_attribute`.
  ///
  /// - Parameters:
  ///   - attribute: The attribute's name.
  ///   - code: The code of the name.
  ///   - value: The value; nil takes it away.
  /// - Throws: ``LeadlineError/unknownName`` if there is no such attribute, ``LeadlineError/argument`` if it is of another
  ///   dimension or for ``Code/notSet``, ``Code/other`` and codes beyond the limit, ``LeadlineError/memory``, or
  ///   ``LeadlineError/closed``.
  public func setAttribute(_ attribute: String, of code: Code, to value: String?) throws(LeadlineError) {
    try set(attributeIndex(attribute), of: code, to: value)
  }

  /// Gives a name of this dimension a value in an attribute, in place of an earlier one.
  ///
  /// The corresponding C functions are `leadline_intern` and `leadline_set_attribute`.
  ///
  /// - Parameters:
  ///   - attribute: The attribute's name.
  ///   - name: The name, which is given a code if it has none.
  ///   - value: The value; nil takes it away.
  /// - Throws: As for a code.
  public func setAttribute(_ attribute: String, of name: String, to value: String?) throws(LeadlineError) {
    // Asked before the name gets a code, so that a mistake leaves nothing behind.
    let index = try attributeIndex(attribute)
    try set(index, of: code(for: name), to: value)
  }

  private func attributeIndex(_ attribute: String) throws(LeadlineError) -> UInt32 {
    let index = try engine.names(of: attribute).index
    let described = engine.options.attributes.first { $0.name == attribute }?.dimension
    guard described == dimension else {
      let what = described.map { "an attribute of \($0), not of \(dimension)" } ?? "no attribute"
      throw LeadlineError(.argument, "\(attribute) is \(what).")
    }
    return index
  }

  private func set(_ attribute: UInt32, of code: Code, to value: String?) throws(LeadlineError) {
    try engine.call {
      unsafe (value ?? "").withBytes { unsafe leadline_set_attribute(engine.handle, attribute, code.rawValue, $0, $1) }
    }
  }
}
