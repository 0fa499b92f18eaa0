@testable import LeadlineCore
import Testing
import TestSupport

/// Names against a dictionary, with and without a limit.
@Suite struct NamesTests {
  let heap = TestHeap()

  func intern(_ names: inout Names, _ name: String, declare: Bool = false) throws -> UInt32 {
    try withBytes(name) { try names.intern($0, declare: declare) }
  }

  @Test func codesAreGivenOutOnce() throws {
    var names = try Names(heap.heap)
    #expect(try intern(&names, "") == Code.notSet)
    var model: [String: UInt32] = [:]
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let name = String(repeating: "x", count: Int(generator.next() % 3)) + "\(generator.next() % 400)"
      let code = try intern(&names, name)
      #expect(code == model[name] ?? UInt32(model.count) + Code.firstName)
      model[name] = code
    }
    for (name, code) in model {
      #expect(withBytes(name) { names.find($0) } == code)
      #expect(string(names.name(code)) == name)
      #expect(names.isGiven(code) && names.isKept(code) && names.shown(code) == code)
    }
    #expect(withBytes("nobody") { names.find($0) } == nil)
    #expect(!names.isGiven(UInt32(names.count)) && !names.isGiven(1 << 31) && names.isGiven(0) && names.isGiven(1))
    #expect(string(names.name(1)) == "(other)" && names.shown(1) == 1 && string(names.name(0)) == "")
  }

  @Test func longAndOddNames() throws {
    var names = try Names(heap.heap)
    let odd = [String(repeating: "a", count: 65535), "\0", "a\0b", "(other)", " ", "\u{FEFF}x", "e\u{301}", "é"]
    let codes = try odd.map { try intern(&names, $0) }
    #expect(Set(codes).count == odd.count)
    for (name, code) in zip(odd, codes) { #expect(string(names.name(code)) == name) }
  }

  @Test func limits() throws {
    var generator = SeededGenerator(seed: 4)
    let pool = (0..<12).map { "name \($0)" }
    for round in 0..<60 {
      let declared = Array(pool.shuffled(using: &generator).prefix(round % 4))
      let limit = 1 + round % 7
      var names = try Names(heap.heap)
      for name in declared { _ = try intern(&names, name, declare: true) }
      try names.keep(atMost: limit)
      var shown: Set<String> = []
      var codes: [(String, UInt32)] = []
      for name in pool.shuffled(using: &generator).prefix(1 + round % 12) {
        codes.append((name, try intern(&names, name)))
        shown.insert(name)
        let rest = shown.subtracting(declared).sorted { ModelEngine.hash($0) < ModelEngine.hash($1) }
        let kept = Set(declared).union(rest.prefix(max(limit - declared.count, 0)))
        for (name, code) in codes {
          #expect(names.isGiven(code) == true)
          #expect(string(names.name(code)) == (kept.contains(name) ? name : "(other)"))
          #expect(names.shown(code) == (kept.contains(name) ? code : Code.other))
          // Whatever became of it, the hash is the same, and so is its place among the names.
          #expect(names.fixedHash(code) == ModelEngine.hash(name) >> 33 | 1 << 31)
          let again = try intern(&names, name)
          #expect(names.compare(code, again) == 0)
          #expect(kept.contains(name) ? again == code : Code.isBeyond(again))
        }
      }
    }
  }

  @Test func withoutMemoryNothingChanges() throws {
    var names = try Names(heap.heap)
    try names.keep(atMost: 10)
    for i in 0..<100 {
      for failure in 0..<8 {
        let before = names.count
        heap.failAfter = failure
        let isDone = (try? intern(&names, "name \(i)")) != nil
        heap.failAfter = -1
        if isDone { break }
        #expect(names.count == before && withBytes("name \(i)") { names.find($0) } == nil)
      }
      #expect(names.threshold.keptCount == min(i + 1, 10))
    }
  }
}
