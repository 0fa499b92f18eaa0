@testable import LeadlineCore
import TestSupport
import Testing

@Suite struct TokeniserTests {
  let heap = TestHeap()

  func cut(_ text: String, _ model: CSVModel, pieces: [Int] = [1 << 20]) throws -> [CutRecord] {
    try cutRecords(Array(text.utf8), model, pieces: pieces, heap: heap.heap).records
  }

  func fields(_ text: String, wanted: [Int] = [0, 1]) throws -> [[String]] {
    try cut(text, CSVModel(wanted: wanted)).map { record in
      record.fault == 0 ? record.fields.map { String(decoding: $0, as: UTF8.self) } : ["fault \(record.fault)"]
    }
  }

  @Test func plainFields() throws {
    #expect(try fields("a,b\nc,d\n") == [["a", "b"], ["c", "d"]])
    #expect(try fields("a,b\r\nc,d") == [["a", "b"], ["c", "d"]])
    #expect(try fields(",\n,x\n") == [["", ""], ["", "x"]])
    #expect(try fields("a,b,c\n1,2,3,4\n", wanted: [0, 2]) == [["a", "c"], ["1", "3"]])
    #expect(try fields("") == [])
    #expect(try fields("a,b\n\n\r\n\nc,d\n\n") == [["a", "b"], ["c", "d"]])
  }

  @Test func quotedFields() throws {
    #expect(try fields("\"a\",\"b\"\n") == [["a", "b"]])
    #expect(try fields("\"a,1\",\"b\n2\"\r\n\"\",\"\"") == [["a,1", "b\n2"], ["", ""]])
    #expect(try fields("\"a\"\"b\",\"\"\"\"\n") == [["a\"b", "\""]])
    // A quote that does not open a field is text.
    #expect(try fields("a\"b,c\"\"\n") == [["a\"b", "c\"\""]])
    #expect(try fields("\"\"\n", wanted: [0]) == [[""]])
  }

  @Test func faults() throws {
    #expect(try fields("\"a\"x,b\nc,d\n") == [["fault 400"], ["c", "d"]])
    #expect(try fields("\"a\"\rx,b\nc,d\n") == [["fault 400"], ["c", "d"]])
    #expect(try fields("c,d\n\"a,b\nc,d\n") == [["c", "d"], ["fault 400"]])
    #expect(try fields("c,d\na\nc,d") == [["c", "d"], ["fault 401"], ["c", "d"]])
    let records = try cut("a,b,c\n\n\"x\n\ny\",1\n", CSVModel(wanted: [0, 2]))
    #expect(records.last == CutRecord(line: 3, fault: 401, column: 3))
  }

  @Test func carriageReturnsAndNulsAreText() throws {
    #expect(try fields("a\rb,\0\nc,d\r") == [["a\rb", "\0"], ["c", "d\r"]])
  }

  @Test func byteOrderMarkIsSkippedOnce() throws {
    #expect(try fields("\u{FEFF}a,b\n\u{FEFF}c,d\n") == [["a", "b"], ["\u{FEFF}c", "d"]])
    let bytes: [UInt8] = [0xEF, 0xBB, 0x2C, 0x61]
    let (records, _) = try cutRecords(bytes, CSVModel(wanted: [0, 1]), pieces: [1], heap: heap.heap)
    #expect(records == [CutRecord(line: 1, fields: [[0xEF, 0xBB], [0x61]])])
    let half = try cutRecords([0xEF, 0xBB], CSVModel(wanted: [0]), pieces: [1], heap: heap.heap)
    #expect(half.records == [CutRecord(line: 1, fields: [[0xEF, 0xBB]])])
  }

  @Test func linesAreSkippedAndCounted() throws {
    let model = CSVModel(wanted: [0], skipLines: 2)
    let result = try cutRecords(Array("x\"\n\ny,z\nlast".utf8), model, pieces: [1], heap: heap.heap)
    #expect(result.records.map(\.line) == [3, 4])
    #expect(result.lines == 4)
    #expect(try cut("x", model) == [])
  }

  @Test func runsOfDelimitersCollapse() throws {
    let model = CSVModel(wanted: [0, 1], delimiter: UInt8(ascii: " "), collapses: true)
    #expect(
      try cut("  a   b \n   \n c \"d e\"\n", model)
        == [
          CutRecord(line: 1, fields: [Array("a".utf8), Array("b".utf8)]),
          CutRecord(line: 3, fields: [Array("c".utf8), Array("d e".utf8)]),
        ])
  }

  /// Texts dense in everything that matters, cut into two at every place, and into pieces of every small size.
  @Test(arguments: 0..<24) func everyCut(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let (model, text) = randomCase(&random, length: 200)
    let expected = model.records(text)
    for first in 0...text.count {
      let result = try cutRecords(text, model, pieces: [max(first, 1), 1 << 20], capacity: 3, heap: heap.heap)
      #expect(difference(result.records, expected) == nil, "seed \(seed), cut at \(first)")
    }
    for size in 1...90 {
      let result = try cutRecords(text, model, pieces: [size], capacity: 5, heap: heap.heap)
      #expect(difference(result.records, expected) == nil, "seed \(seed), pieces of \(size)")
    }
    #expect(heap.live == 0)
  }

  @Test(arguments: 0..<60) func longerTexts(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 1000)
    let (model, text) = randomCase(&random, length: Int.random(in: 1...40_000, using: &random))
    let expected = model.records(text)
    for _ in 0..<4 {
      let pieces = (0..<50).map { _ in Int.random(in: 1...9_000, using: &random) }
      let capacity = [1, 2, 64, 256].randomElement(using: &random)!
      let result = try cutRecords(text, model, pieces: pieces, capacity: capacity, heap: heap.heap)
      #expect(difference(result.records, expected) == nil, "seed \(seed)")
    }
  }

  /// Long runs of records that are alike, which take the fast path, with a rare one that is not.
  @Test(arguments: 0..<60) func recordsMostlyAlike(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 2000)
    let columns = Int.random(in: 1...6, using: &random)
    let wanted = (0..<columns).filter { _ in Bool.random(using: &random) }
    let odd = [0, 2, 20, 200].randomElement(using: &random)!
    let end = Bool.random(using: &random) ? "\n" : "\r\n"
    var text = ""
    for _ in 0..<Int.random(in: 1...3_000, using: &random) {
      var fields = (0..<columns).map { _ in String("abcdefghij".prefix(Int.random(in: 0...9, using: &random))) }
      if odd > 0 && Int.random(in: 0..<odd, using: &random) == 0 {
        switch Int.random(in: 0..<7, using: &random) {
        case 0: fields[0] = "\"x,\"\"y\n\""
        case 1: fields[columns - 1] = "\"z\""
        case 2: fields.append("more")
        case 3: fields.removeLast()
        case 4: fields[columns - 1] += "\r"
        case 5: fields[0] += "\""
        default: text += end == "\n" ? "\r\n" : "\n"
        }
      }
      text += fields.joined(separator: ",") + end
    }
    let model = CSVModel(wanted: wanted)
    let expected = model.records(Array(text.utf8))
    for pieces in [[1 << 20], [50_000, 3_001], [Int.random(in: 100...20_000, using: &random)]] {
      for capacity in [7, 512] {
        let result = try cutRecords(Array(text.utf8), model, pieces: pieces, capacity: capacity, heap: heap.heap)
        #expect(difference(result.records, expected) == nil, "seed \(seed), pieces of \(pieces)")
      }
    }
  }

  private func randomCase(_ random: inout SeededGenerator, length: Int) -> (CSVModel, [UInt8]) {
    var model = CSVModel(wanted: [[], [0], [1], [0, 1], [0, 2], [1, 2, 3], [3]].randomElement(using: &random)!)
    model.delimiter = [UInt8(ascii: ","), UInt8(ascii: " "), 0xBB].randomElement(using: &random)!
    model.collapses = Int.random(in: 0..<3, using: &random) == 0
    model.skipLines = Int.random(in: 0..<8, using: &random) == 0 ? Int.random(in: 1...4, using: &random) : 0
    // From texts that are nothing but structure to texts of long fields.
    let structure = [70, 40, 15, 3].randomElement(using: &random)!
    let quotes = Int.random(in: 0...40, using: &random)
    var text: [UInt8] = Int.random(in: 0..<6, using: &random) == 0 ? [0xEF, 0xBB, 0xBF] : []
    while text.count < length {
      if Int.random(in: 0..<100, using: &random) < structure {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<quotes: text.append(UInt8(ascii: "\""))
        case quotes..<(quotes + 12): text.append(UInt8(ascii: "\r"))
        case (quotes + 12)..<(quotes + 35): text.append(UInt8(ascii: "\n"))
        default: text.append(model.delimiter)
        }
      } else {
        text.append(UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "f"), using: &random))
      }
    }
    return (model, text)
  }

  @Test func recordsLongerThanTheLimit() throws {
    let limit = Tokeniser.longestRecord
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: limit - 2)
    let end = Array(",b\nc,d\n".utf8)
    for (extra, fault, piece) in [(0, Int32(0), 1_000_003), (1, 408, 1_000_003), (100_000, 408, 4 << 20)] {
      let text = long + [UInt8](repeating: UInt8(ascii: "y"), count: extra) + end
      let records = try cutRecords(text, CSVModel(wanted: [1]), pieces: [piece], heap: heap.heap).records
      #expect(records.map(\.fault) == [fault, 0])
      #expect(records.map(\.line) == [1, 2])
    }
    // Within quotes, whose end comes after the text was dropped; the newline just behind it or behind CR.
    for tail in ["\"\nc,d\n", "\"\r\nc,d\n", "\n\n\"\"x\",1\nc,d\n", "\"junk\nc,d"] {
      let text = [UInt8(ascii: "\"")] + long + Array("\n,,".utf8) + long.prefix(200_000) + Array(tail.utf8)
      let records = try cutRecords(text, CSVModel(wanted: [1]), pieces: [4 << 20, 777_777], heap: heap.heap).records
      #expect(records.map(\.fault) == [408, 0])
      #expect(records.last?.fields == [Array("d".utf8)])
    }
    // Unclosed: reported once.
    let text = [UInt8(ascii: "\"")] + long + long.prefix(300_000)
    #expect(try cutRecords(text, CSVModel(wanted: [0]), pieces: [4 << 20], heap: heap.heap).records.map(\.fault) == [408])
    #expect(heap.live == 0)
  }

  @Test func leadingDelimitersLongerThanTheLimit() throws {
    let text = [UInt8](repeating: UInt8(ascii: " "), count: Tokeniser.longestRecord + 500_000) + Array("\na b\n".utf8)
    let model = CSVModel(wanted: [0, 1], delimiter: UInt8(ascii: " "), collapses: true)
    let records = try cutRecords(text, model, pieces: [4 << 20], heap: heap.heap).records
    #expect(records.map(\.fault) == [408, 0])
    #expect(records.last?.line == 2)
  }

  @Test func everyAllocationMayFail() {
    let text = Array(String(repeating: "a,\"b\"\"c\"\n", count: 300).utf8)
    var failAfter = 0
    while true {
      heap.failAfter = failAfter
      let result = try? cutRecords(text, CSVModel(wanted: [0, 1]), pieces: [1000, 7], heap: heap.heap)
      heap.failAfter = -1
      #expect(heap.live == 0)
      if let result {
        #expect(result.records.count == 300)
        break
      }
      failAfter += 1
    }
    #expect(failAfter > 5)
  }
}
