@testable import LeadlineCore
import Testing
import TestSupport

/// A sketch that keeps every person, and says what the words of a real one must be.
struct ModelSketch {
  var persons: Set<UInt64> = []
  let precision: Int

  var exactLimit: Int { (1 << precision) / 2 * 7 / 8 }

  /// The registers by their definition: of the values shown the greatest, and which of the 24 below it are among them.
  var registers: [UInt32] {
    var values = [Set<Int>](repeating: [], count: 1 << precision)
    for person in persons {
      let hash = DistinctSketch.hash(person)
      let index = Int(hash >> 2) & ((1 << precision) - 1)
      let zeros = min(hash.leadingZeroBitCount, 62 - precision)
      values[index].insert(zeros * 4 + Int(hash & 3) + 1)
    }
    return values.map { shown in
      guard let greatest = shown.max() else { return 0 }
      var register = UInt32(greatest) << 24
      for below in 1...24 where shown.contains(greatest - below) || greatest == below {
        register |= 1 << UInt32(24 - below)
      }
      return register
    }
  }

  func check(_ sketch: borrowing DistinctSketch, _ comment: Comment) {
    #expect(sketch.isDense == (persons.count > exactLimit), comment)
    #expect(sketch.isEmpty == persons.isEmpty, comment)
    if sketch.isDense {
      let found = (0..<sketch.registerCount).map { sketch.registers[$0] }
      #expect(found == registers, comment)
      #expect(found.allSatisfy { Register.isValid($0, precision) }, comment)
    } else {
      let hashes = (0..<sketch.words.count).map { sketch.words[$0] }.filter { $0 != 0 }.sorted()
      #expect(hashes == persons.map(DistinctSketch.hash).sorted(), comment)
      #expect(sketch.count() == DistinctCount(exactly: persons.count), comment)
      #expect(sketch.bytes <= sketch.registerCount * 4, comment)
    }
  }
}

func wordsOf(_ sketch: borrowing DistinctSketch) -> [UInt64] {
  (0..<sketch.words.count).map { sketch.words[$0] }
}

extension SeededGenerator {
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
