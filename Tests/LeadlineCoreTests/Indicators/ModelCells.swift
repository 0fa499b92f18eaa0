@testable import LeadlineCore
import TestSupport

/// Sums by kind of every cell there is: of three periods, two keys, in the channel `email` and outside it.
struct ModelCells {
  struct Place {
    /// 0: the period asked for; 1: the one before it; 2: all before that.
    var age: Int
    /// Of the key asked for, or of another.
    var isAsked: Bool
    var isEmail: Bool
  }

  static let places: [Place] = (0..<3).flatMap { age in
    [true, false].flatMap { isAsked in [true, false].map { Place(age: age, isAsked: isAsked, isEmail: $0) } }
  }

  /// By kind, and then as in `places`.
  var counts: [String: [Int128]] = [:]
  var amounts: [String: [Int128]] = [:]
  /// Kinds of which anything was ever taken in, wherever.
  var taken: Set<String> = []

  /// Sums so large that only a sum and one sum over another are sure to fit the model.
  static func isLarge(_ round: Int) -> Bool { round >= 24 }

  /// Some kinds never taken in, some only elsewhere, some with sums of zero or below.
  static func random(_ round: Int, _ kinds: borrowing KindTable, _ random: inout SeededGenerator) -> ModelCells {
    var cells = ModelCells()
    // The smallest make sides of a comparison equal, and a denominator zero by itself.
    let (countBits, amountBits) = isLarge(round) ? (31, 62) : [(1, 1), (3, 6), (12, 20), (20, 34)][round % 4]
    let missing: UInt64 = [0, 4, 20][round % 3]
    // Of so many sorts, five are odd.
    let sorts: UInt64 = [30, 8][round / 2 % 2]
    // A kind may be missing alone or with all its parts, which stand behind it.
    var missingFamilies: Set<UInt16> = []
    for slot in 0..<kinds.count {
      let number = kinds.number(at: UInt16(slot))
      if missingFamilies.contains(kinds.kind(at: UInt16(slot)).parent) || random.next() % 100 < missing {
        if random.next() % 4 > 0 { missingFamilies.insert(number) }
        continue
      }
      let kind = string(kinds.name(at: UInt16(slot)))
      cells.taken.insert(kind)
      let sort = random.next() % sorts
      func sum(_ place: Place, _ bits: Int) -> Int128 {
        let number = Int128(random.next() >> UInt64(64 - bits))
        switch sort {
        case 0: return place.isAsked && place.age == 0 ? 0 : number
        case 1: return place.isAsked ? 0 : number
        case 2: return -number
        case 3: return number - Int128(random.next() >> UInt64(64 - bits))
        case 4: return place.age == 1 ? -number : number
        default: return number
        }
      }
      cells.counts[kind] = places.map { sum($0, countBits) }
      cells.amounts[kind] = places.map { sum($0, amountBits) }
    }
    return cells
  }
}
