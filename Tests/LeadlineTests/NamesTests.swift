import Leadline
import Testing

@Suite struct NamesTests {
  let engine: Engine
  let campaigns: Names

  init() throws {
    engine = try Engine(
      Engine.Options(dimensions: ["campaign", "channel"], attributes: [Engine.Attribute("programme", of: "campaign")]))
    campaigns = try engine.names(of: "campaign")
  }

  @Test func givesOneCodeToOneName() throws {
    let spring = try campaigns.code(for: "spring")
    let autumn = try campaigns.code(for: "autumn")
    #expect(spring != autumn)
    #expect(spring.rawValue >= 2)
    #expect(try campaigns.code(for: "spring") == spring)
    #expect(try engine.code(for: "spring", in: "campaign") == spring)
    #expect(try campaigns.code(for: Array("spring".utf8).span) == spring)
    #expect(try campaigns.code(for: "") == .notSet)
    #expect(try campaigns.code(for: [UInt8]().span) == .notSet)
  }

  @Test func givesManyCodesAtOnce() throws {
    let names = ["", "a", "b", "a", "ü", "a\0b", String(repeating: "x", count: 1000)]
    let codes = try campaigns.codes(for: names)
    #expect(codes.count == names.count)
    #expect(codes[0] == .notSet)
    #expect(codes[1] == codes[3])
    #expect(Set(codes).count == names.count - 1)
    for (name, code) in zip(names, codes) { #expect(try campaigns.name(of: code) == name) }
    #expect(try campaigns.codes(for: []).isEmpty)
    #expect(try campaigns.codes(for: ["", ""]) == [.notSet, .notSet])
  }

  @Test func findsWithoutGivingOut() throws {
    #expect(try campaigns.find("spring") == nil)
    let spring = try campaigns.code(for: "spring")
    #expect(try campaigns.find("spring") == spring)
    #expect(try engine.names(of: "channel").find("spring") == nil, "each dimension has its own")
  }

  @Test func namesCodes() throws {
    let long = String(repeating: "long ", count: 13_000)
    #expect(try campaigns.name(of: campaigns.code(for: long)) == long)
    #expect(try campaigns.name(of: .notSet) == "")
    #expect(try campaigns.name(of: .other) == "(other)")
    #expect(throws: LeadlineError.argument) { try campaigns.name(of: Code(rawValue: 1_000_000)) }
    let tooLong = String(repeating: "x", count: 65_536)
    #expect(throws: LeadlineError.tooMany) { try campaigns.code(for: tooLong) }
  }

  @Test func refusesUnknownDimensions() {
    #expect(throws: LeadlineError.unknownName) { try engine.names(of: "region") }
    #expect(throws: LeadlineError.unknownName) { try engine.code(for: "a", in: "region") }
    #expect(throws: LeadlineError.argument) { try engine.names(of: "a\0b") }
  }

  /// A mistake in an attribute gives no name a code, in the dimension or in the attribute.
  @Test func refusesAttributesBeforeNamesGetCodes() throws {
    func refused(_ names: Names, _ attribute: String, _ reason: LeadlineError) throws {
      #expect(throws: reason) { try names.setAttribute(attribute, of: "new", to: "value") }
      #expect(try names.find("new") == nil, "\(names.dimension) \(attribute)")
    }
    let channels = try engine.names(of: "channel")
    let programmes = try engine.names(of: "programme")
    try refused(campaigns, "region", .unknownName)
    try refused(campaigns, "channel", .argument)
    try refused(campaigns, "campaign", .argument)
    try refused(channels, "programme", .argument)
    try refused(programmes, "programme", .argument)
    try refused(programmes, "campaign", .argument)
    let error = failure { () throws(LeadlineError) in try channels.setAttribute("programme", of: "new", to: "value") }
    #expect(error?.message == "programme is an attribute of campaign, not of channel.")
  }

  @Test func attributesGroupWhatIsThereAlready() throws {
    let spring = try campaigns.code(for: "spring")
    let autumn = try campaigns.code(for: "autumn")
    try engine.record(Event(.click, at: someDay, codes: [spring], count: 2))
    try engine.record(Event(.click, at: someDay, codes: [autumn], count: 3))
    try campaigns.setAttribute("programme", of: spring, to: "season")
    try campaigns.setAttribute("programme", of: "autumn", to: "season")
    let bySeason = Query("clicks", by: ["programme"])
    #expect(try engine.query(bySeason).map { $0.text("programme") } == ["season"])
    #expect(try engine.query(bySeason)[0]["clicks"]?.numerator == 5)

    try campaigns.setAttribute("programme", of: autumn, to: nil)
    let table = try engine.query(bySeason)
    #expect(table.map { $0.key("programme")?.state } == [.notSet, .name])
    #expect(table.map { $0["clicks"]?.numerator } == [3, 2])
  }

  @Test func refusesAttributesThatDoNotFit() throws {
    let spring = try campaigns.code(for: "spring")
    #expect(throws: LeadlineError.argument) { try campaigns.setAttribute("programme", of: .notSet, to: "a") }
    #expect(throws: LeadlineError.unknownName) { try campaigns.setAttribute("unit", of: spring, to: "a") }
    let channels = try engine.names(of: "channel")
    #expect(throws: LeadlineError.argument) { try channels.setAttribute("programme", of: "search", to: "a") }
  }

  @Test func namesBeyondTheLimitAreOther() throws {
    let engine = try Engine(Engine.Options(dimensions: [.init("campaign", nameLimit: 1, declared: ["kept"])]))
    let campaigns = try engine.names(of: "campaign")
    let kept = try campaigns.code(for: "kept")
    let dropped = try campaigns.code(for: "dropped")
    #expect(!kept.isBeyondLimit)
    #expect(dropped.isBeyondLimit)
    try engine.record(Event(.click, at: someDay, codes: [kept]))
    try engine.record(Event(.click, at: someDay, codes: [dropped], count: 5))
    let table = try engine.query(Query("clicks", by: ["campaign"]))
    let states = Dictionary(uniqueKeysWithValues: table.map { ($0.key("campaign")!.state, $0["clicks"]!.numerator) })
    #expect(states == [.name: 1, .other: 5])
  }
}
