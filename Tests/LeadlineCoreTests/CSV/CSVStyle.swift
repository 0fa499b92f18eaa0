import CLeadline
@testable import LeadlineCore

/// A random way to write facts as CSV, and the options that read it.
struct CSVStyle {
  var setup = CSVSetup(fields: [])
  private var newline = "\n"
  /// One field in so many is quoted without need; 0: none.
  private var quotes = 0
  private var point = "."
  private var thousands = ""
  private var isEpoch = false
  private var splitsTime = false
  private var hasHeader = true
  private var delimiter = ","

  init(_ world: inout RandomWorld) {
    newline = world.pick(["\n", "\r\n"])
    quotes = world.pick([0, 1, 3, 20])
    delimiter = world.pick([",", ";", "\t", "|", " "])
    setup.delimiter = delimiter.utf8.first!
    if world.chance(2) {
      point = ","
      setup.flags.append(UInt32(LEADLINE_CSV_DECIMAL_COMMA))
    }
    if world.chance(2) {
      thousands = point == "," ? "." : ","
      setup.thousands = thousands.utf8.first!
    }
    switch world.below(4) {
    case 0:
      isEpoch = true
      setup.timeFormat = "epoch_us"
    case 1: splitsTime = true
    default: break
    }
    setup.timeZone = "UTC"
    if world.chance(3) {
      hasHeader = false
      setup.flags.append(UInt32(LEADLINE_CSV_NO_HEADER))
    }
  }

  mutating func write(_ facts: [ModelFact], _ world: inout RandomWorld) -> String {
    var columns: [(use: Int32, name: String?, cell: (ModelFact) -> String)] = []
    let style = self
    if isEpoch {
      columns.append((LEADLINE_FIELD_TIME, nil, { "\($0.time)" }))
    } else if splitsTime {
      columns.append((LEADLINE_FIELD_TIME, nil, { CSVStyle.date($0.time) }))
      columns.append((LEADLINE_FIELD_TIME, nil, { CSVStyle.clock($0.time) }))
    } else {
      columns.append((LEADLINE_FIELD_TIME, nil, { CSVStyle.date($0.time) + " " + CSVStyle.clock($0.time) }))
    }
    let kinds = Dictionary(uniqueKeysWithValues: (ModelKind.builtIn + world.setup.kinds).map { ($0.number, $0.name) })
    let byNumber = world.chance(4)
    columns.append((LEADLINE_FIELD_KIND, nil, { byNumber ? "\($0.kind)" : kinds[$0.kind]! }))
    for d in world.setup.dimensions.indices where world.setup.dimensions[d].base == nil {
      columns.append((LEADLINE_FIELD_DIMENSION, world.setup.dimensions[d].name, { $0.names[d].text }))
    }
    let scale = world.setup.scale
    columns.append((LEADLINE_FIELD_AMOUNT, nil, { style.decimal($0.amount, scale) }))
    columns.append((LEADLINE_FIELD_COUNT, nil, { style.decimal($0.count, 0) }))
    func id(_ value: UInt64) -> String { value == 0 ? "" : "\(value)" }
    columns.append((LEADLINE_FIELD_PERSON, nil, { id($0.person) }))
    columns.append((LEADLINE_FIELD_ACCOUNT, nil, { id($0.account) }))
    columns.append((LEADLINE_FIELD_ID, nil, { id($0.id) }))
    columns.append((LEADLINE_FIELD_REF, nil, { id($0.ref) }))
    // Times are joined in the order of the fields, so those may not change places.
    let times = columns.filter { $0.use == LEADLINE_FIELD_TIME }
    columns = times + columns.filter { $0.use != LEADLINE_FIELD_TIME }.shuffled(using: &world.generator)
    for _ in 0..<world.below(4) { columns.insert((0, nil, { _ in "of no use" }), at: world.below(columns.count + 1)) }

    setup.fields = []
    for (i, column) in columns.enumerated() where column.use != 0 {
      setup.fields.append(
        hasHeader && world.chance(2)
          ? .column(column.use, "column \(i)", column.name) : .index(column.use, UInt32(i + 1), column.name))
    }
    var text = ""
    if hasHeader { text += line(columns.indices.map { "column \($0)" }, &world) }
    for fact in facts { text += line(columns.map { $0.cell(fact) }, &world) }
    if world.chance(3) { text.unicodeScalars.removeLast(newline.unicodeScalars.count) }
    return text
  }

  private func line(_ cells: [String], _ world: inout RandomWorld) -> String {
    let quoted = cells.map { cell in
      let must = cell.contains(delimiter) || cell.contains("\"") || cell.contains("\n")
      if !must && !(quotes > 0 && world.chance(quotes)) { return cell }
      return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
    return quoted.joined(separator: delimiter) + newline
  }

  private func decimal(_ value: Int64, _ scale: Int) -> String {
    var digits = String(value.magnitude)
    while digits.count <= scale { digits = "0" + digits }
    var whole = String(digits.dropLast(scale))
    let decimals = digits.suffix(scale)
    if !thousands.isEmpty {
      var grouped = ""
      while whole.count > 3 {
        grouped = thousands + whole.suffix(3) + grouped
        whole.removeLast(3)
      }
      whole += grouped
    }
    return (value < 0 ? "-" : "") + whole + (scale > 0 ? point + decimals : "")
  }

  private static func padded(_ number: Int, _ size: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(size - digits.count, 0)) + digits
  }

  private static func date(_ time: Int64) -> String {
    let civil = Civil(days: Civil.floorDivide(Int(time), 86_400_000_000))
    return padded(civil.year, 4) + "-" + padded(civil.month, 2) + "-" + padded(civil.day, 2)
  }

  private static func clock(_ time: Int64) -> String {
    let inDay = Int(time) - Civil.floorDivide(Int(time), 86_400_000_000) * 86_400_000_000
    let second = inDay / 1_000_000
    let text = padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2) + ":" + padded(second % 60, 2)
    return inDay % 1_000_000 == 0 ? text : text + "." + padded(inDay % 1_000_000, 6)
  }
}
