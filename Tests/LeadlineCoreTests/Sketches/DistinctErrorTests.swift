@testable import LeadlineCore
import Testing
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far estimates are from the truth.
@Suite struct DistinctErrorTests {
  let heap = TestHeap()

  /// Bias and root mean square error of many runs against the stated error.
  @Test(arguments: [(7, 200, 300), (7, 3000, 300), (8, 1000, 200), (9, 5000, 100)]) func errorsAreAsStated(
    precision: Int, persons: Int, runs: Int
  ) throws {
    var generator = SeededGenerator(seed: UInt64(precision * persons))
    let comment: Comment = "seed \(generator.seed)"
    var (sum, square, within) = (0.0, 0.0, 0)
    for _ in 0..<runs {
      var sketch = DistinctSketch(heap.heap, precision: precision)
      for _ in 0..<persons { try sketch.add(generator.next()) }
      let count = sketch.count()
      let error = Double(count.count) / Double(persons) - 1
      sum += error
      square += error * error
      within += count.low <= persons && persons <= count.high ? 1 : 0
    }
    let stated = Likelihood.relativeError(precision)
    let n = Double(runs)
    #expect((square / n).squareRoot() < stated * 1.15, comment)
    #expect(abs(sum / n) < 4 * stated / n.squareRoot(), comment)
    #expect(Double(within) / n > 0.90, comment)
  }

  /// Persons that are anything but random.
  @Test func errorsDoNotDependOnThePersons() throws {
    let count = 4000
    let shapes: [(String, (UInt64) -> UInt64)] = [
      ("in a row", { $0 }), ("from the top", { .max - $0 }), ("even", { $0 << 1 }), ("shifted far", { $0 << 40 }),
      ("to the top", { $0 << 52 }), ("multiples", { $0 &* 1_000_003 }), ("bytes apart", { ($0 & 63) | ($0 >> 6) << 32 }),
      ("top bit", { $0 | 1 << 63 }),
    ]
    for (name, person) in shapes {
      var sketch = DistinctSketch(heap.heap, precision: 10)
      for i in 1...UInt64(count) { try sketch.add(person(i)) }
      #expect(abs(Double(sketch.estimate()) / Double(count) - 1) < 4 * Likelihood.relativeError(10), "\(name)")
    }
  }

  /// Counts that nobody could add: registers drawn as so many persons would have left them.
  @Test(arguments: [1e7, 1e9, 1e12, 1e15, 1e18]) func hugeCounts(persons: Double) throws {
    let precision = 10
    var generator = SeededGenerator(seed: 74)
    let sketch = try drawn(persons, precision, &generator)
    let error = Double(sketch.estimate()) / persons - 1
    #expect(abs(error) < 4 * Likelihood.relativeError(precision), "seed 74, \(persons)")
  }

  func drawn(_ persons: Double, _ precision: Int, _ generator: inout SeededGenerator) throws -> DistinctSketch {
    var sketch = DistinctSketch(heap.heap, precision: precision)
    try sketch.becomeDense()
    let rate = persons / Double(sketch.registerCount)
    for i in 0..<sketch.registerCount {
      var register: UInt32 = 0
      for value in 1...Register.greatestValue(precision) {
        let q = Likelihood.probability(octave: Int(value - 1) / 4, precision)
        let isSeen = Double(generator.next() >> 11) / 9_007_199_254_740_992 < -expm1(-rate * q)
        if isSeen { register = Register.adding(value, to: register) }
      }
      sketch.registers[i] = register
    }
    return sketch
  }

  @Test func allThatCanBeSeen() throws {
    for precision in DistinctSketch.precisions {
      var sketch = DistinctSketch(heap.heap, precision: precision)
      try sketch.becomeDense()
      // No registers of a sketch, but whatever a file may hold.
      #expect(sketch.count().low == sketch.exactLimit + 1)
      for i in 0..<sketch.registerCount {
        sketch.registers[i] = Register.greatestValue(precision) << 24 | Register.window
      }
      #expect(sketch.estimate() == .max)
      let overlap = try Overlap(sketch, sketch)
      #expect(overlap.union.count == .max && overlap.intersection.high == .max)
      sketch.registers[0] = 0
      #expect(sketch.estimate() > sketch.exactLimit)
      _ = try Overlap(sketch, DistinctSketch(heap.heap, precision: precision))
    }
  }

  /// The series and the doubling against the mathematics library.
  @Test func chancesAreRight() {
    for precision in [6, 9, 16] {
      for rate in [1e-9, 1e-3, 0.5, 1, 7.3, 1e4, 1e12, 1e17] {
        var chance = Chance(rate, precision)
        for octave in (0..<Register.octaveCount(precision)).reversed() {
          let probability = Likelihood.probability(octave: octave, precision)
          let right = -expm1(-rate * probability)
          #expect(chance.octave == octave && chance.probability == probability)
          #expect(abs(chance.value - right) <= 1e-13 * right, "\(precision), \(rate), \(octave)")
          chance.descend()
        }
        #expect(chance.octave == -1)
      }
    }
  }

  /// To the last person: a change of these numbers is a change of what everybody was told.
  @Test func fixedEstimates() throws {
    for (persons, estimate) in [(1000, 1004), (10_000, 9969), (50_000, 50_945)] as [(Int, Int64)] {
      var sketch = DistinctSketch(heap.heap)
      for person in 1...UInt64(persons) { try sketch.add(person) }
      #expect(sketch.estimate() == estimate)
    }
  }
}
