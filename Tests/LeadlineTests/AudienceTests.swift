import Leadline
import Testing

@Suite struct AudienceTests {
  private func engine() throws -> Engine {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], distinctKinds: [.impression, .lead]))
    let (video, banner) = (try engine.code(for: "video", in: "channel"), try engine.code(for: "banner", in: "channel"))
    for person in 1...100 as ClosedRange<UInt64> {
      try engine.record(Event(.impression, at: someDay, codes: [person % 2 == 0 ? video : banner], person: Identifier(rawValue: person)))
      try engine.record(Event(.impression, at: someDay, codes: [video], person: Identifier(rawValue: person / 2 + 1)))
    }
    try engine.record(Event(.leadForm, at: someDay, codes: [banner], person: 4))
    try engine.record(Event(.leadForm, at: someDay, codes: [banner], person: 400))
    return engine
  }

  /// What the documentation shows, on an engine that counts views, too.
  private func shown() throws -> [String] {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], distinctKinds: [.view, .lead]))
    try engine.record(Event(.view, at: someDay, codes: [try engine.code(for: "video", in: "channel")], person: 1))
    try engine.record(Event(.lead, at: someDay, person: 2))
    var lines: [String] = []
    func print(_ items: Any...) { lines.append(items.map { "\($0)" }.joined(separator: " ")) }
    // show Audience.swift
    let sawVideo = Audience(.view).where("channel", in: "video")
    let asked = Audience(.lead)
    let overlap = try engine.compare(sawVideo, asked)
    print(overlap.both.count, "of", overlap.either.count)
    // end
    return lines
  }

  @Test func reachAndFrequency() throws {
    let table = try engine().query(Query("reach", "frequency", "distinct(lead)", by: ["channel"]).totals())
    // Video: the even up to 100, and 1 to 51.
    #expect(table.map { $0["reach"]!.description } == ["50", "76"])
    #expect(table.totals!["reach"]!.description == "100")
    #expect(table.totals!["frequency"]!.description == "2")
    #expect(table.map { $0["distinct(lead)"]!.description } == ["2", "0"])
  }

  @Test func overlap() throws {
    let engine = try engine()
    let video = Audience(.impression).where("channel", in: "video")
    #expect(try shown() == ["0 of 2"])
    let overlap = try engine.compare(video, Audience(.lead))
    #expect([overlap.either, overlap.both, overlap.onlyFirst, overlap.onlySecond].map(\.count) == [77, 1, 75, 1])
    #expect(overlap.both.isExact && overlap.both.bounds == 1...1)
    let day = someDay.microseconds / 86_400_000_000 * 86_400_000_000
    let start = Timestamp(microseconds: day)
    #expect(try engine.count(video.within(start..<start + .seconds(86_400))).count == 76)
    #expect(try engine.count(video.within(start + .seconds(86_400)..<start + .seconds(172_800))).count == 0)
    #expect(throws: LeadlineError.unsupported) { try engine.count(Audience(.click)) }
  }
}
