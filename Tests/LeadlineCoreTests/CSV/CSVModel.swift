@testable import LeadlineCore

/// A record as the tokeniser should give it: the columns asked for, or what is wrong.
struct CutRecord: Equatable, CustomStringConvertible {
  var line: UInt64
  var fault: Int32 = 0
  var column: UInt32 = 0
  var fields: [[UInt8]] = []

  var description: String {
    "\(line): " + (fault == 0 ? "\(fields.map { String(decoding: $0, as: UTF8.self) })" : "fault \(fault) in \(column)")
  }
}

/// Cuts a whole text, byte by byte, with everything in memory.
struct CSVModel {
  var delimiter = UInt8(ascii: ",")
  var collapses = false
  var wanted: [Int]
  var skipLines = 0

  private let quote = UInt8(ascii: "\"")
  private let lf = UInt8(ascii: "\n")
  private let cr = UInt8(ascii: "\r")

  init(wanted: [Int], delimiter: UInt8 = UInt8(ascii: ","), collapses: Bool = false, skipLines: Int = 0) {
    (self.wanted, self.delimiter, self.collapses, self.skipLines) = (wanted, delimiter, collapses, skipLines)
  }

  func records(_ original: [UInt8]) -> [CutRecord] {
    var text = original[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    var line: UInt64 = 1
    for _ in 0..<skipLines {
      guard let end = text.firstIndex(of: lf) else { return [] }
      text = text[(end + 1)...]
      line += 1
    }
    var result: [CutRecord] = []
    while !text.isEmpty {
      var record = CutRecord(line: line)
      var fields: [[UInt8]] = []
      let isEmptyLine: Bool
      (fields, record.fault, record.column, isEmptyLine) = cut(&text, &line)
      if isEmptyLine { continue }
      if record.fault == 0 {
        if let missing = wanted.first(where: { $0 >= fields.count }) {
          (record.fault, record.column) = (401, UInt32(missing + 1))
        } else {
          record.fields = wanted.map { fields[$0] }
        }
      }
      result.append(record)
    }
    return result
  }

  /// Takes one record off the front.
  private func cut(_ text: inout ArraySlice<UInt8>, _ line: inout UInt64) -> ([[UInt8]], Int32, UInt32, Bool) {
    var fields: [[UInt8]] = []
    var (fault, column): (Int32, UInt32) = (0, 0)
    while true {
      if collapses { text = text.drop { $0 == delimiter } }
      var field: [UInt8] = []
      var isQuoted = false
      if text.first == quote {
        isQuoted = true
        text = text.dropFirst()
        var isClosed = false
        while let byte = text.popFirst() {
          if byte == lf { line += 1 }
          if byte == quote {
            if text.first == quote {
              text = text.dropFirst()
            } else {
              isClosed = true
              break
            }
          }
          field.append(byte)
        }
        let follows = text.first
        let isGood = isClosed && (follows == nil || follows == delimiter || follows == lf || text.starts(with: [cr, lf]))
        if !isGood && fault == 0 { (fault, column) = (400, UInt32(fields.count + 1)) }
      }
      let rest = text.prefix { $0 != delimiter && $0 != lf }
      text = text[rest.endIndex...]
      if !isQuoted {
        field = Array(rest)
        if text.first == lf && field.last == cr { field.removeLast() }
      }
      fields.append(field)
      if text.first == delimiter {
        text = text.dropFirst()
        continue
      }
      if text.first == lf {
        text = text.dropFirst()
        line += 1
        return (fields, fault, column, fields.count == 1 && field.isEmpty && !isQuoted)
      }
      return (fields, fault, column, fields.count == 1 && field.isEmpty && !isQuoted)
    }
  }
}

/// The first place where two lists differ, nil where they do not; whole lists would fill the log.
func difference(_ got: [CutRecord], _ expected: [CutRecord]) -> String? {
  for i in 0..<max(got.count, expected.count) {
    let (a, b) = (i < got.count ? got[i] : nil, i < expected.count ? expected[i] : nil)
    if a != b { return "record \(i): got \(a.map(String.init(describing:)) ?? "none"), expected \(b.map(String.init(describing:)) ?? "none")" }
  }
  return nil
}

/// The real thing, fed in pieces of the given sizes (the last one repeats).
func cutRecords(
  _ text: [UInt8], _ model: CSVModel, pieces: [Int], capacity: Int = 256, heap: Heap
) throws(OutOfMemory) -> (records: [CutRecord], lines: UInt64) {
  var dialect = Dialect()
  dialect.delimiter = model.delimiter
  dialect.collapses = model.collapses
  var source = try CSVSource(heap, dialect, skipping: UInt64(model.skipLines))
  var wanted = Buffer<Int>(heap)
  for column in model.wanted { try wanted.append(column) }
  var block = RecordBlock(heap, capacity: capacity)
  try block.want(wanted)
  var result: [CutRecord] = []

  func collect(_ block: inout RecordBlock) {
    for row in 0..<block.count {
      let fault = block.fault(row)
      var record = CutRecord(line: block.line(row))
      if fault.reason != 0 {
        (record.fault, record.column) = (fault.reason, fault.column)
      } else {
        for slot in 0..<block.width {
          let column = block.column(slot)
          let text = column.text(row)
          var field: [UInt8] = []
          var i = 0
          while i < text.count {
            field.append(text[i])
            i += column.isDoubled(row) && text[i] == UInt8(ascii: "\"") ? 2 : 1
          }
          record.fields.append(field)
        }
      }
      result.append(record)
    }
    block.clear()
  }

  var at = 0
  var turn = 0
  while at < text.count {
    let size = min(pieces[min(turn, pieces.count - 1)], text.count - at)
    turn += 1
    // A copy of the very size, so that a read beyond it is a read beyond its allocation.
    let piece = UnsafeMutablePointer<UInt8>.allocate(capacity: max(size, 1))
    defer {
      piece.update(repeating: 0x2C, count: size)
      piece.deallocate()
    }
    for i in 0..<size { piece[i] = text[at + i] }
    var inside = 0
    while try source.fill(&block, from: Bytes(piece, size), at: &inside) { collect(&block) }
    block.clear()
    at += size
  }
  try source.finish(&block)
  collect(&block)
  return (result, source.lines)
}
