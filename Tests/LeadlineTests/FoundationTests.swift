import Foundation
import Leadline
import Testing

/// The names of this module stand beside Foundation's without either being spelt out.
@Suite struct FoundationTests {
  @Test func namesDoNotMeet() {
    let types: [Any.Type] = [
      Engine.Attribute.self, Batch.self, CSV.self, CSV.Column.self, CSV.Field.self, CSV.Report.self, CSV.Translation.self,
      Code.self, Engine.self, Engine.Dimension.self, Engine.Duplicates.self, Engine.Info.self, Engine.Options.self,
      Engine.Point.self, Event.self, Identifier.self, Intake.self, Kind.self, KindDefinition.self,
      KindDefinition.Roles.self, LeadlineError.self, LeadlineError.Place.self, Names.self, Period.self, Query.self,
      Query.Filter.self, Query.Order.self, Ratio.self, Ratio.Rounding.self, Ratio.State.self, Ratio.Unit.self,
      Rollup.self, Table.self, Table.Column.self, Table.Key.self, Table.Key.State.self, Table.Row.self,
      Table.Value.self, Timestamp.self,
    ]
    #expect(types.count == 39)
    func take(_ writer: borrowing Writer, _ reader: borrowing CSV.Reader) {}
    let foundation: [Any.Type] = [Unit.self, Dimension.self]
    #expect(foundation.count == 2)
  }

  @Test func datesComeAndGo() {
    let date = Date(timeIntervalSince1970: someDay.timeIntervalSince1970)
    #expect(date.ISO8601Format() == "2024-03-01T12:00:00Z")
    #expect(Timestamp(timeIntervalSince1970: date.timeIntervalSince1970) == someDay)
  }
}
