@testable import LeadlineCore
import Testing

@Suite struct FactRulesTests {
  @Test func boundsAreWithin() {
    #expect(FactRules.isTime(FactRules.minTime) && FactRules.isTime(FactRules.maxTime) && FactRules.isTime(0))
    #expect(FactRules.isAmount(FactRules.maxAmount) && FactRules.isAmount(-FactRules.maxAmount) && FactRules.isAmount(0))
    #expect(FactRules.isCount(FactRules.maxCount) && FactRules.isCount(-FactRules.maxCount) && FactRules.isCount(0))
  }

  @Test func oneBeyondIsOut() {
    for time in [FactRules.minTime - 1, FactRules.maxTime + 1, .min, .max] { #expect(!FactRules.isTime(time)) }
    for amount in [FactRules.maxAmount + 1, -FactRules.maxAmount - 1, .min, .max] { #expect(!FactRules.isAmount(amount)) }
    for count in [FactRules.maxCount + 1, -FactRules.maxCount - 1, .min, .max] { #expect(!FactRules.isCount(count)) }
  }

  @Test func yearsOneAndTenThousandBound() {
    // 719162 days lie between the years 1 and 1970, 3652059 between the years 1 and 10000.
    #expect(FactRules.minTime == -719_162 * 86_400_000_000)
    #expect(FactRules.maxTime == (3_652_059 - 719_162) * 86_400_000_000 - 1)
  }

  @Test func firstFaultByNumber() {
    func fault(_ time: Int64, _ amount: Int64, _ count: Int64, _ person: UInt64, _ hasUnit: Bool) -> FactFault? {
      FactRules.fault(time: time, amount: amount, count: count, person: person, hasUnit: hasUnit)
    }
    #expect(fault(0, 5, 1, 7, true) == nil)
    #expect(fault(0, 0, 0, 7, false) == nil)
    #expect(fault(0, -5, -3, 0, true) == nil)
    #expect(fault(.max, .max, .max, 7, false) == .time)
    #expect(fault(0, .max, .max, 7, false) == .amount)
    #expect(fault(0, 1, .max, 7, false) == .amountUnit)
    #expect(fault(0, 0, .min, 7, false) == .count)
    #expect(fault(0, 0, -1, 7, false) == .countPerson)
  }
}
