import Leadline
import TestSupport
import Testing

@Suite struct TimestampTests {
  @Test func makesDates() {
    #expect(Timestamp(year: 1970, month: 1, day: 1)?.microseconds == 0)
    #expect(Timestamp(year: 2000, month: 2, day: 29, hour: 1, minute: 2, second: 3, microsecond: 4)?
      .microseconds == 951_786_123_000_004)
    #expect(Timestamp(year: 1, month: 1, day: 1)?.microseconds == -62_135_596_800_000_000)
    #expect(
      Timestamp(year: 9999, month: 12, day: 31, hour: 23, minute: 59, second: 59, microsecond: 999_999)?
        .microseconds == 253_402_300_799_999_999)
    #expect(Timestamp(year: 1900, month: 2, day: 29) == nil)
    #expect(Timestamp(year: 2024, month: 13, day: 1) == nil)
    #expect(Timestamp(year: 2024, month: 0, day: 1) == nil)
    #expect(Timestamp(year: 0, month: 1, day: 1) == nil)
    #expect(Timestamp(year: 2024, month: 4, day: 31) == nil)
    #expect(Timestamp(year: 2024, month: 1, day: 1, hour: 24) == nil)
  }

  @Test func countsDaysWithoutGaps() {
    var expected: Int64 = -62_135_596_800_000_000
    for year in 1...2400 {
      for month in 1...12 {
        for date in 1...31 {
          guard let instant = Timestamp(year: year, month: month, day: date) else { continue }
          if instant.microseconds != expected { #expect(instant.microseconds == expected, "\(year)-\(month)-\(date)") }
          expected += 86_400_000_000
        }
      }
    }
  }

  @Test func printsWhatItWasMadeOf() throws {
    #expect(someDay.description == "2024-03-01T12:00:00Z")
    #expect(Timestamp(microseconds: -1).description == "1969-12-31T23:59:59.999999Z")
    #expect(Timestamp(microseconds: .min).description == "distant past")
    #expect(Timestamp(microseconds: .max).description == "distant future")
    #expect(Timestamp(microseconds: .max - 1).description.hasSuffix("Z"))
    let engine = try Engine()
    var generator = SeededGenerator(seed: 0x5EED)
    for _ in 0..<2000 {
      let instant = Timestamp(
        microseconds: .random(in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &generator))
      #expect(try engine.timestamp(parsing: instant.description) == instant, "seed \(generator.seed)")
    }
  }

  @Test func arithmeticStopsAtTheEnds() {
    #expect(someDay + .seconds(3600) == day(2024, 3, 1, hour: 13))
    #expect(someDay - .seconds(3600) == day(2024, 3, 1, hour: 11))
    #expect(day(2024, 3, 2) - day(2024, 3, 1) == .seconds(86_400))
    #expect(day(2024, 3, 1) - day(2024, 3, 2) == .seconds(-86_400))
    #expect(Timestamp.distantFuture - .distantPast == .seconds(18_446_744_073_709) + .microseconds(551_615))
    #expect(.distantFuture + .seconds(1) == .distantFuture)
    #expect(.distantPast - .seconds(1) == .distantPast)
    #expect(someDay + .seconds(Int64.max) == .distantFuture)
    var instant = someDay
    instant += .seconds(90)
    #expect(instant == someDay + .seconds(90))
    instant -= .seconds(100)
    #expect(instant == someDay - .seconds(10))
    #expect(Timestamp(microseconds: -5) + .seconds(Int64.min) == .distantPast)
    #expect(Timestamp(seconds: Int64.max) == .distantFuture)
    #expect(Timestamp(seconds: Int64.min) == .distantPast)
    #expect(Timestamp(milliseconds: Int64.min) == .distantPast)
    #expect(Timestamp(milliseconds: 1).microseconds == 1000)
    #expect(Timestamp(timeIntervalSince1970: 1.25).microseconds == 1_250_000)
    #expect(Timestamp(timeIntervalSince1970: -0.5).microseconds == -500_000)
    #expect(Timestamp(timeIntervalSince1970: Double.infinity) == .distantFuture)
    #expect(Timestamp(timeIntervalSince1970: -Double.infinity) == .distantPast)
    #expect(Timestamp(timeIntervalSince1970: Double.nan) == .distantPast)
  }

  @Test func isANumberOfAnyUnit() {
    #expect(Timestamp(microseconds: 1_999_999).seconds == 1)
    #expect(Timestamp(microseconds: 1_999_999).milliseconds == 1999)
    #expect(Timestamp(microseconds: -1).seconds == -1)
    #expect(Timestamp(microseconds: -1000).milliseconds == -1)
    #expect(Timestamp(microseconds: -1001).milliseconds == -2)
    #expect(Timestamp(microseconds: 1_250_000).timeIntervalSince1970 == 1.25)
    #expect(Timestamp.distantPast.seconds == -9_223_372_036_855)
    #expect(Timestamp(seconds: someDay.seconds) == someDay)
  }
}

@Suite struct IdentifierTests {
  @Test func digitsAreThemselves() {
    #expect(Identifier("") == Identifier.none)
    #expect(Identifier("1") == 1)
    #expect(Identifier("9223372036854775807") == 9_223_372_036_854_775_807)
    #expect(Identifier("9223372036854775808").rawValue >> 63 == 1)
    #expect(Identifier("007").rawValue >> 63 == 1)
    #expect(Identifier("alice").rawValue >> 63 == 1)
    #expect(Identifier("alice") != Identifier("bob"))
    #expect(Identifier(Array("alice".utf8)) == Identifier("alice"))
    #expect(Identifier([UInt8]().span) == 0)
  }
}

@Suite struct LeadlineErrorTests {
  @Test func isRecognisedByItsStatus() {
    func clause(_ error: LeadlineError) -> String {
      do throws(LeadlineError) {
        throw error
      } catch .factTime {
        return "time"
      } catch .memory {
        return "memory"
      } catch {
        return "other"
      }
    }
    #expect(clause(.factTime) == "time")
    #expect(clause(.memory) == "memory")
    #expect(clause(LeadlineError(rawValue: 12_345)) == "other")
  }

  @Test func hasTextForEveryStatus() {
    #expect(LeadlineError.memory.name == "LEADLINE_ERROR_MEMORY")
    #expect(!LeadlineError.memory.message.isEmpty)
    #expect(LeadlineError(rawValue: 12_345).name == "LEADLINE_UNKNOWN")
    #expect(!LeadlineError(rawValue: 12_345).message.isEmpty)
    #expect(LeadlineError.factTime.description.contains("300"))
    #expect(LeadlineError.factTime.place == nil)
    #expect(LeadlineError.closed.rawValue < 0)
    #expect(LeadlineError.closed.name == "closed")
    #expect(LeadlineError.closed.message == "It has been closed.")
    #expect(Set([LeadlineError.memory, .memory, .file]).count == 2)
  }

  @Test func statesHaveNames() {
    #expect(Ratio.State.defined.description == "defined")
    #expect(Ratio.State(rawValue: 99).description == "unknown")
  }
}
