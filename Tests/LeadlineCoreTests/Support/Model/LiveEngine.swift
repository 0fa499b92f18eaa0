import CLeadline
@testable import LeadlineCore

/// The C library's texts for the length of a call or of an object.
final class CTexts {
  private var owned: [UnsafeMutableRawPointer] = []

  func text(_ text: String) -> UnsafePointer<CChar> {
    let bytes = Array(text.utf8)
    let memory = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
    for (i, byte) in bytes.enumerated() { memory[i] = CChar(bitPattern: byte) }
    memory[bytes.count] = 0
    owned.append(memory)
    return UnsafePointer(memory)
  }

  func array<T>(_ elements: [T]) -> UnsafePointer<T> {
    let memory = UnsafeMutablePointer<T>.allocate(capacity: max(elements.count, 1))
    memory.initialize(from: elements, count: elements.count)
    owned.append(memory)
    return UnsafePointer(memory)
  }

  func texts(_ texts: [String]) -> UnsafePointer<UnsafePointer<CChar>?> { array(texts.map { text($0) }) }

  deinit { for memory in owned { memory.deallocate() } }
}

struct LiveError: Error, CustomStringConvertible {
  var status: Int32
  var description: String
}

/// The real engine, through nothing but the C contract.
final class LiveEngine: @unchecked Sendable {
  let setup: ModelSetup
  let handle: OpaquePointer

  init(_ setup: ModelSetup, allocator: UnsafePointer<leadline_allocator>? = nil) throws {
    self.setup = setup
    let texts = CTexts()
    var dimensions: [leadline_dimension_options] = []
    for dimension in setup.dimensions {
      var options = leadline_dimension_options()
      options.struct_size = MemoryLayout<leadline_dimension_options>.size
      options.name = texts.text(dimension.name)
      if let base = dimension.base { options.attribute_of = texts.text(setup.dimensions[base].name) }
      options.declared = texts.texts(dimension.declared)
      options.declared_count = dimension.declared.count
      options.name_limit = UInt32(dimension.limit)
      dimensions.append(options)
    }
    var kinds: [leadline_kind_options] = []
    for kind in setup.kinds {
      var options = leadline_kind_options()
      options.struct_size = MemoryLayout<leadline_kind_options>.size
      options.name = texts.text(kind.name)
      options.number = kind.number
      options.parent = kind.parent
      options.subject = kind.subject
      options.roles = kind.roles
      options.order = kind.order
      options.unit = kind.unit
      kinds.append(options)
    }
    var rollups: [leadline_rollup_options] = []
    for rollup in setup.rollups {
      var options = leadline_rollup_options()
      options.struct_size = MemoryLayout<leadline_rollup_options>.size
      if let name = rollup.name { options.name = texts.text(name) }
      options.dimensions = texts.texts(rollup.dimensions.map { setup.dimensions[$0].name })
      options.dimension_count = rollup.dimensions.count
      options.period = rollup.period.rawValue
      options.cell_limit = UInt32(rollup.limit)
      rollups.append(options)
    }
    var options = leadline_options()
    options.struct_size = MemoryLayout<leadline_options>.size
    options.allocator = allocator
    options.dimensions = texts.array(dimensions)
    options.dimension_count = dimensions.count
    options.kinds = texts.array(kinds)
    options.kind_count = kinds.count
    options.rollups = texts.array(rollups)
    options.rollup_count = rollups.count
    options.time_zone = texts.text(setup.zone)
    options.currency = texts.text("EUR")
    options.money_scale = UInt32(setup.scale)
    options.shards = UInt32(setup.shards)
    options.ids = setup.hasIds ? 1 : 0
    options.refs = setup.hasRefs ? 1 : 0
    options.distinct_kinds = texts.array(setup.distinct)
    options.distinct_kind_count = setup.distinct.count
    options.distinct_precision = UInt32(setup.precision)
    var opened: OpaquePointer?
    var error = [CChar](repeating: 0, count: 300)
    let status = leadline_open(&options, &opened, &error, error.count)
    guard status == LEADLINE_OK, let handle = opened else {
      throw LiveError(status: status, description: String(decoding: error.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    self.handle = handle
  }

  deinit { _ = leadline_close(handle) }

  var errorText: String {
    var buffer = [CChar](repeating: 0, count: 500)
    _ = leadline_engine_error(handle, &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  var info: leadline_engine_info {
    var info = leadline_engine_info()
    info.struct_size = MemoryLayout<leadline_engine_info>.size
    _ = leadline_engine_read_info(handle, &info)
    return info
  }

  // MARK: Names

  func intern(_ dimension: Int, _ name: String) -> UInt32 {
    var code: UInt32 = 0xDEAD_BEEF
    var bytes = Array(name.utf8).map { CChar(bitPattern: $0) }
    _ = leadline_intern(handle, UInt32(dimension), &bytes, bytes.count, &code)
    return code
  }

  func code(_ dimension: Int, _ name: ModelName) -> UInt32 {
    name.isOther ? LEADLINE_CODE_OTHER : intern(dimension, name.text)
  }

  func setAttribute(_ attribute: Int, _ name: String, _ value: String) -> Int32 {
    var bytes = Array(value.utf8).map { CChar(bitPattern: $0) }
    return leadline_set_attribute(handle, UInt32(attribute), intern(setup.dimensions[attribute].base!, name), &bytes, bytes.count)
  }

  // MARK: Intake

  /// The codes of facts, interned now: a column a dimension, none for attributes.
  func codes(_ facts: [ModelFact]) -> [[UInt32]?] {
    setup.dimensions.indices.map { d in
      setup.dimensions[d].base == nil ? facts.map { code(d, $0.names[d]) } : nil
    }
  }

  /// Takes in a batch with all columns, or, `isSparse`, without those in which nothing is said.
  func record(_ facts: [ModelFact], codes given: [[UInt32]?]? = nil, skip: Bool = false, isSparse: Bool = false)
    -> (status: Int32, result: leadline_batch_result)
  {
    let texts = CTexts()
    let codes = given ?? codes(facts)
    var batch = leadline_batch()
    batch.struct_size = MemoryLayout<leadline_batch>.size
    batch.rows = facts.count
    batch.time = texts.array(facts.map(\.time))
    if isSparse, let kind = facts.first?.kind, facts.allSatisfy({ $0.kind == kind }) {
      batch.one_kind = kind
    } else {
      batch.kind = texts.array(facts.map(\.kind))
    }
    func column<T: Equatable>(_ path: KeyPath<ModelFact, T>, unless usual: T) -> UnsafePointer<T>? {
      let values = facts.map { $0[keyPath: path] }
      return isSparse && values.allSatisfy { $0 == usual } ? nil : texts.array(values)
    }
    batch.codes = texts.array(
      codes.map { column in
        guard let column, !(isSparse && column.allSatisfy { $0 == 0 }) else { return nil }
        return Optional(texts.array(column))
      })
    batch.dimension_count = codes.count
    batch.amount = column(\.amount, unless: 0)
    batch.count = column(\.count, unless: 1)
    batch.person = column(\.person, unless: 0)
    batch.account = column(\.account, unless: 0)
    batch.id = column(\.id, unless: 0)
    batch.ref = column(\.ref, unless: 0)
    var result = leadline_batch_result()
    result.struct_size = MemoryLayout<leadline_batch_result>.size
    let status = leadline_record_batch(handle, &batch, skip ? UInt32(LEADLINE_SKIP_INVALID) : 0, &result)
    return (status, result)
  }

  /// Takes in facts one by one. Facts at fault are refused with the buffer they are in, which is then dropped.
  func write(_ facts: [ModelFact], capacity: Int, skip: Bool = false) -> Int32 {
    var options = leadline_writer_options()
    options.struct_size = MemoryLayout<leadline_writer_options>.size
    options.capacity = UInt32(capacity)
    options.flags = skip ? UInt32(LEADLINE_SKIP_INVALID) : 0
    var writer: OpaquePointer?
    let opened = leadline_writer_open(handle, &options, &writer)
    guard opened == LEADLINE_OK else { return opened }
    let columns = codes(facts)
    for (row, fact) in facts.enumerated() {
      var event = leadline_event()
      event.time = fact.time
      event.kind = fact.kind
      event.amount = fact.amount
      event.count = fact.count
      event.person = fact.person
      event.account = fact.account
      event.id = fact.id
      event.ref = fact.ref
      var codes = columns.map { $0?[row] ?? 0 }
      // Dimensions not set at the end may be left out.
      while codes.last == 0 { codes.removeLast() }
      event.code_count = UInt32(codes.count)
      let status = codes.withUnsafeBufferPointer { codes in
        event.codes = codes.baseAddress
        return leadline_writer_record(writer, &event)
      }
      if status != LEADLINE_OK {
        _ = leadline_writer_discard(writer)
        _ = leadline_writer_close(writer)
        return status
      }
    }
    let status = leadline_writer_flush(writer, nil)
    if status != LEADLINE_OK { _ = leadline_writer_discard(writer) }
    _ = leadline_writer_close(writer)
    return status
  }

  func clear(_ dimension: Int, _ names: [String], from: Int64, to: Int64) -> Int32 {
    let texts = CTexts()
    return leadline_clear(
      handle, UInt32(dimension), texts.texts(names), texts.array(names.map(\.utf8.count)), names.count, from, to)
  }

  func merge(_ other: LiveEngine, noOverlap: Bool = false) -> Int32 {
    leadline_merge(handle, other.handle, noOverlap ? UInt32(LEADLINE_MERGE_NO_OVERLAP) : 0)
  }
}
