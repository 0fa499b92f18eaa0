/// The ready-made lists of stages: steps from the first contact on, each met by any of several kinds.
enum StageCatalogue {
  struct Stage {
    /// Nil: the kinds are the name.
    var name: StaticString?
    /// Between bars, as a step has them.
    var kinds: StaticString

    init(_ kinds: StaticString, name: StaticString? = nil) {
      self.kinds = kinds
      self.name = name
    }
  }

  static var count: Int { 4 }

  static func name(_ list: Int) -> StaticString {
    switch list {
    case 0: "digital"
    case 1: "classic"
    case 2: "aidal"
    default: "pipeline"
    }
  }

  static func stageCount(_ list: Int) -> Int {
    switch list {
    case 0: 7
    case 1: 6
    case 2: 5
    default: 6
    }
  }

  /// The first stage at the bottom: from the lead on.
  static func boundary(_ list: Int) -> Int {
    switch list {
    case 0: 2
    case 1: 3
    case 2: 1
    default: 0
    }
  }

  static func stage(_ list: Int, _ stage: Int) -> Stage {
    switch list {
    case 0: digital(stage)
    case 1: classic(stage)
    case 2: aidal(stage)
    default: pipeline(stage)
    }
  }

  static func find(_ name: Bytes) -> Int? {
    for list in 0..<count where name == self.name(list) { return list }
    return nil
  }

  private static func digital(_ stage: Int) -> Stage {
    switch stage {
    case 0: Stage("impression")
    case 1: Stage("click")
    case 2: Stage("lead")
    case 3: Stage("mql")
    case 4: Stage("sql")
    case 5: Stage("sale")
    default: Stage("sale_repeat")
    }
  }

  private static func classic(_ stage: Int) -> Stage {
    switch stage {
    case 0: Stage("impression|view", name: "awareness")
    case 1: Stage("click|visit", name: "interest")
    case 2: Stage("soft_conversion|content_use|registration", name: "consideration")
    case 3: Stage("lead|enquiry", name: "intent")
    case 4: Stage("meeting|quote", name: "evaluation")
    default: Stage("sale", name: "purchase")
    }
  }

  private static func aidal(_ stage: Int) -> Stage {
    switch stage {
    case 0: Stage("impression|view", name: "awareness")
    case 1: Stage("lead|subscription|registration", name: "interest")
    case 2: Stage("sql|meeting|quote", name: "desire")
    case 3: Stage("sale", name: "action")
    default: Stage("sale_repeat|advocacy", name: "loyalty")
    }
  }

  private static func pipeline(_ stage: Int) -> Stage {
    switch stage {
    case 0: Stage("lead")
    case 1: Stage("mql")
    case 2: Stage("sql")
    case 3: Stage("opportunity")
    case 4: Stage("quote")
    default: Stage("sale")
    }
  }
}
