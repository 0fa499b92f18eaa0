import CLeadline
@testable import LeadlineCore
import TestSupport
import Testing

/// Texts and options made of the pieces that mean something, put together by chance: nothing traps, and the pieces in which
/// a text comes change nothing.
@Suite struct CSVGarbageTests {
  static let cells = [
    "", "-", "--", "0", "1", "-1", "+2.5", "1,234.50", "1.234,50", "4611686018427387904", "4611686018427387905", "-9223372036854775808",
    "99999999999999999999999", "4294967297", "0.005", "1e5", ".", "2024-03-31 02:30:00", "2024-10-27 02:30", "0001-01-01", "9999-12-31 23:59:59.9999999",
    "2024-02-30", "1709296496", "1709296496.5", "-62135596801", "01/Mar/2024:10:11:12 +0230", "click", "Click", "70", "65535", "sale", "bounce",
    "a", "Total", "\u{FEFF}", "\0", "\r", "\"", "\"\"", "\"x\"", "\"x\"y", "\"a,\"\"b\"\"\n\"", "a name of more than sixteen bytes",
    "another name that is long, too",
  ]

  @Test(arguments: 0..<150) func nothingTraps(seed: UInt64) throws {
    var world = RandomWorld(seed: 400_000 + seed)
    let live = try LiveEngine.forCSV(scale: world.below(10), zone: world.pick(["UTC", "Europe/Berlin"]), ids: world.chance(2))
    let columns = 1 + world.below(7)
    let setup = setup(&world, columns)
    var text = ""
    if world.chance(3) { text += "\u{FEFF}" }
    if world.chance(2) { text += (1...columns).map { "c\($0)" }.joined(separator: String(UnicodeScalar(setup.delimiter))) + "\n" }
    let usual = (0..<columns).map { _ in world.pick(Self.cells) }
    for _ in 0..<(1 + world.below(300)) {
      let count = world.chance(8) ? world.below(10) : columns
      let cells = (0..<count).map { i in i < columns && !world.chance(4) ? usual[i] : world.pick(Self.cells) }
      text += cells.joined(separator: String(UnicodeScalar(setup.delimiter))) + world.pick(["\n", "\n", "\r\n", "\n\n", "\r"])
    }
    var bytes = Array(text.utf8)
    for _ in 0..<world.below(4) { bytes[world.below(bytes.count)] = UInt8(world.below(256)) }

    let (status, csv) = live.openCSV(setup)
    leadline_csv_close(csv)
    guard status == LEADLINE_OK else { return }
    let whole = live.readCSV(bytes, setup)
    #expect(whole.result.ignored + whole.result.rejected <= whole.result.rows, "seed \(seed)")
    for piece in [1, 7, 64, 1 + world.below(500)] {
      let run = live.readCSV(bytes, setup, piece: piece)
      #expect(run.fault == whole.fault, "seed \(seed)")
      #expect(run.result.rows == whole.result.rows, "seed \(seed)")
      #expect(run.result.lines == whole.result.lines || run.status != LEADLINE_OK, "seed \(seed)")
      #expect(run.result.ignored == whole.result.ignored, "seed \(seed)")
      #expect(run.result.rejected == whole.result.rejected, "seed \(seed)")
      #expect(run.result.facts == whole.result.facts || run.status != LEADLINE_OK, "seed \(seed)")
      for reason in Int32(400)...411 { #expect(run.rejected(reason) == whole.rejected(reason), "seed \(seed)") }
    }
  }

  private func setup(_ world: inout RandomWorld, _ columns: Int) -> CSVSetup {
    var setup = CSVSetup(fields: [])
    setup.delimiter = world.pick([UInt8(ascii: ","), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: " ")])
    for flag in [
      LEADLINE_CSV_DECIMAL_COMMA, LEADLINE_CSV_EMPTY_ABSENT, LEADLINE_CSV_DASHES_ABSENT, LEADLINE_CSV_FOLD_CASE, LEADLINE_CSV_COLLAPSE,
      LEADLINE_CSV_NO_HEADER,
    ] where world.chance(3) { setup.flags.append(UInt32(flag)) }
    if !world.chance(3) { setup.flags.append(UInt32(LEADLINE_CSV_SKIP_INVALID)) }
    func source(_ use: Int32, _ name: String? = nil) -> CSVField {
      let column = world.below(columns)
      return world.chance(2) ? .index(use, UInt32(column + 1), name) : .column(use, "c\(column + 1)", name)
    }
    if world.chance(4) {
      setup.flags.append(UInt32(LEADLINE_CSV_NO_TIME))
    } else {
      setup.fields.append(source(LEADLINE_FIELD_TIME))
      if world.chance(5) { setup.fields.append(source(LEADLINE_FIELD_TIME)) }
    }
    if world.chance(3) {
      for kind in ["click", "sale", "bounce"] { setup.fields.append(source(LEADLINE_FIELD_MEASURE_COUNT, kind)) }
      setup.fields.append(source(LEADLINE_FIELD_MEASURE_AMOUNT, "sale"))
    } else {
      setup.fields.append(world.chance(3) ? source(LEADLINE_FIELD_KIND) : .constant(LEADLINE_FIELD_KIND, "click"))
      for use in [LEADLINE_FIELD_AMOUNT, LEADLINE_FIELD_COUNT] where world.chance(2) { setup.fields.append(source(use)) }
    }
    for use in [LEADLINE_FIELD_PERSON, LEADLINE_FIELD_ACCOUNT, LEADLINE_FIELD_ID, LEADLINE_FIELD_REF] where world.chance(3) {
      setup.fields.append(source(use))
    }
    setup.fields.append(source(LEADLINE_FIELD_DIMENSION, "campaign"))
    if world.chance(2) { setup.fields.append(source(LEADLINE_FIELD_DIMENSION, "channel")) }
    if world.chance(2) { setup.fields.append(source(LEADLINE_FIELD_ATTRIBUTE, "programme")) }
    if world.chance(2) {
      var ignored = source(LEADLINE_FIELD_IGNORE)
      ignored.value = world.pick(Self.cells)
      if ignored.value?.contains("\0") ?? false { ignored.value = "Total" }
      setup.fields.append(ignored)
    }
    setup.translations = [(LEADLINE_FIELD_KIND, nil, "a", "click"), (LEADLINE_FIELD_DIMENSION, "campaign", "Total", "all")]
    setup.timeFormat = world.pick([nil, nil, "epoch_s", "%d/%b/%Y:%H:%M:%S %z"])
    setup.timeZone = world.pick([nil, "UTC", "America/St_Johns"])
    setup.restate = world.chance(3) ? "campaign" : nil
    setup.skipLines = UInt64(world.chance(4) ? world.below(5) : 0)
    setup.rounding = UInt32(world.below(6))
    setup.thousands = world.pick([0, UInt8(ascii: ","), UInt8(ascii: ".")])
    return setup
  }
}
