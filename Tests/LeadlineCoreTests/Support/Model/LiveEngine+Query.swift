import CLeadline
@testable import LeadlineCore

extension LiveEngine {
  func answer(_ query: ModelQuery) -> ModelAnswer {
    let texts = CTexts()
    var filters: [leadline_filter] = []
    for filter in query.filters {
      var options = leadline_filter()
      options.struct_size = MemoryLayout<leadline_filter>.size
      options.dimension = texts.text(filter.dimension)
      options.names = texts.texts(filter.names)
      options.name_count = filter.names.count
      filters.append(options)
    }
    var options = leadline_query_options()
    options.struct_size = MemoryLayout<leadline_query_options>.size
    if let rollup = query.rollup { options.rollup = texts.text(rollup) }
    options.by = texts.texts(query.by)
    options.by_count = query.by.count
    options.filters = texts.array(filters)
    options.filter_count = filters.count
    options.columns = texts.texts(query.columns)
    options.column_count = query.columns.count
    options.order = texts.texts(query.order)
    options.order_count = query.order.count
    if let from = query.from {
      options.from_us = from
      options.flags |= UInt32(LEADLINE_QUERY_FROM)
    }
    if let to = query.to {
      options.to_us = to
      options.flags |= UInt32(LEADLINE_QUERY_TO)
    }
    if let asOf = query.asOf {
      options.as_of_us = asOf
      options.flags |= UInt32(LEADLINE_QUERY_AS_OF)
    }
    if query.totals { options.flags |= UInt32(LEADLINE_QUERY_TOTALS) }
    if query.earlierKeys { options.flags |= UInt32(LEADLINE_QUERY_EARLIER_KEYS) }
    options.limit = UInt64(query.limit)
    options.period = query.period.rawValue
    var table: OpaquePointer?
    let status = leadline_query(handle, &options, &table)
    guard status == LEADLINE_OK, let table else { return ModelAnswer(status: status) }
    defer { leadline_table_close(table) }
    return Self.text(of: table)
  }

  static func text(of table: OpaquePointer) -> ModelAnswer {
    var info = leadline_table_info()
    info.struct_size = MemoryLayout<leadline_table_info>.size
    _ = leadline_table_read_info(table, &info)
    var answer = ModelAnswer()
    answer.header = ["as of \(info.as_of), double booked \(info.double_booked), rows \(info.rows)"]
    var rows = [[String]](repeating: [], count: info.rows + Int(info.has_totals))
    for c in 0..<info.columns {
      var column = leadline_column()
      column.struct_size = MemoryLayout<leadline_column>.size
      _ = leadline_table_column(table, c, &column)
      answer.header.append(
        "\(String(cString: column.name))=\(String(cString: column.canonical)) type \(column.type) unit \(column.unit) "
          + "scale \(column.scale) key \(column.is_key)")
      for row in rows.indices { rows[row].append(cell(column, row)) }
    }
    answer.lines = rows.map { $0.joined(separator: " | ") }
    return answer
  }

  private static func cell(_ column: leadline_column, _ row: Int) -> String {
    switch Int32(column.type) {
    case LEADLINE_TYPE_STRING:
      let (start, end) = (Int(column.offsets[row]), Int(column.offsets[row + 1]))
      let bytes = (start..<end).map { UInt8(bitPattern: column.bytes[$0]) }
      return "\(column.states[row]):\(String(decoding: bytes, as: UTF8.self))"
    case LEADLINE_TYPE_INT64:
      return "\(column.integers[row])"
    default:
      let isRatio = Int32(column.type) == LEADLINE_TYPE_RATIO
      if column.states[row] != 0 {
        let isBlank = Int128(column.numerators[row]) == 0 && (!isRatio || Int128(column.denominators[row]) == 0)
        return isBlank ? "state \(column.states[row])" : "state \(column.states[row]) with a number"
      }
      return isRatio
        ? "\(Int128(column.numerators[row]))/\(Int128(column.denominators[row]))" : "\(Int128(column.numerators[row]))"
    }
  }

  // MARK: Points

  /// The values of one key, as the lines of an answer show them.
  func point(
    rollup: String? = nil, _ dimensions: [String], _ names: [String], _ columns: [String], from: Int64 = .min, to: Int64 = .max
  ) -> (status: Int32, values: [String]) {
    let texts = CTexts()
    var options = leadline_point_options()
    options.struct_size = MemoryLayout<leadline_point_options>.size
    if let rollup { options.rollup = texts.text(rollup) }
    options.dimensions = texts.texts(dimensions)
    options.dimension_count = dimensions.count
    options.columns = texts.texts(columns)
    options.column_count = columns.count
    var point: OpaquePointer?
    let opened = leadline_point_open(handle, &options, &point)
    guard opened == LEADLINE_OK else { return (opened, []) }
    defer { leadline_point_close(point) }
    var values = [leadline_value](repeating: leadline_value(), count: columns.count)
    let status = leadline_point_read_names(
      point, texts.texts(names), texts.array(names.map(\.utf8.count)), names.count, from, to, &values, values.count)
    guard status == LEADLINE_OK else { return (status, []) }
    return (status, values.map(Self.text))
  }

  /// Ratios in units that only ratios have are shown as such.
  static func text(_ value: leadline_value) -> String {
    if value.state != 0 { return "state \(value.state)" }
    let isRatio = Int32(value.unit) == LEADLINE_UNIT_RATIO || Int32(value.unit) == LEADLINE_UNIT_MONEY_PER_COUNT
    return isRatio ? "\(Int128(value.numerator))/\(Int128(value.denominator))" : "\(Int128(value.numerator))"
  }
}
