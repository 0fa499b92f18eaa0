/// Reading operands: numbers, names with their formulas, what is stored of a kind, and the conditions behind them.
extension Parser {
  /// Reads up to the next operand and what follows it. False at the end of the text.
  mutating func readOperand(
    _ kinds: borrowing KindTable, _ registry: borrowing Registry, _ defining: Bytes
  ) throws(ExpressionError) -> Bool {
    switch lexer.token {
    case .sign(0x2D):
      try push(.negate)
      lexer.advance()
      return true
    case .sign(0x28):
      try open(.bracket)
      lexer.advance()
      return true
    case .number:
      try readNumber()
    case .word:
      if try readWord(kinds, registry, defining) { return true }
    case .end: throw syntax("an operand is missing")
    case .sign, .unknown: throw syntax("an operand was expected")
    }
    return try readRest()
  }

  /// True where an operand is still to come.
  mutating func readWord(
    _ kinds: borrowing KindTable, _ registry: borrowing Registry, _ defining: Bytes
  ) throws(ExpressionError) -> Bool {
    let word = lexer.word
    let before = lexer
    let at = position
    lexer.advance()
    if lexer.is(0x28) {
      if let stored = Parser.stored(word) {
        try readSum(stored, kinds, at)
        return false
      }
      if word == "health" {
        try readHealth(registry, at)
        return true
      }
      if word == "accrued" {
        try readAccrued(at)
        return false
      }
      guard let function = Parser.function(word) else {
        if let row = registry.find(word), registry.rows[row].isElsewhere { throw .elsewhere(row, at: at) }
        throw ExpressionError(.syntax, at: at, "there is no function of that name")
      }
      lexer = before
      try open(.call(function))
      lexer.advance()
      lexer.advance()
      return true
    }
    if word == "if" {
      guard lexer.is("defined") else { throw syntax("'defined' was expected behind 'if'") }
      lexer.advance()
      guard lexer.is(0x28) else { throw syntax("a bracket was expected behind 'if defined'") }
      try open(.call(.ifDefined))
      lexer.advance()
      return true
    }
    if !defining.isEmpty && word == defining { throw ExpressionError(.cycle, at: at) }
    guard let row = registry.find(word) else {
      let isAlone = frames.isEmpty && lexer.token == .end && tree.nodes.isEmpty && stack.isEmpty
      throw ExpressionError(isAlone ? .column : .name, at: at)
    }
    if registry.rows[row].isElsewhere {
      try tree.leaf(.elsewhere, row, at: at)
      try tree.one(.named, row, at: at)
      return false
    }
    try enter(registry.rows[row].formula, row, at)
    return true
  }

  /// Goes on with a formula that the words just read stand for.
  mutating func enter(_ formula: Bytes, _ row: Int, _ at: Int) throws(ExpressionError) {
    if frames.count == Parser.mostFrames { throw ExpressionError(.tooLarge, at: at) }
    do { try frames.append(Frame(lexer: lexer, row: row, position: at)) } catch { throw .outOfMemory }
    try push(.named)
    lexer = Lexer(formula)
  }

  /// `health(NAME)`, from the bracket on: what the thresholds of the name make of it.
  mutating func readHealth(_ registry: borrowing Registry, _ at: Int) throws(ExpressionError) {
    lexer.advance()
    guard lexer.token == .word else { throw syntax("the name of a measure or indicator was expected") }
    guard let row = registry.find(lexer.word) else { throw ExpressionError(.name, at: position) }
    if registry.rows[row].isElsewhere { throw .elsewhere(row, at: position) }
    guard let formula = registry.steering.healthFormula(of: row) else { throw ExpressionError(.noHealth, at: at) }
    lexer.advance()
    guard lexer.is(0x29) else { throw syntax("a closing bracket was expected") }
    lexer.advance()
    try enter(formula, -1, at)
  }

  /// Whether a word means something of its own, so that it names no indicator.
  static func isReserved(_ word: Bytes) -> Bool {
    function(word) != nil || stored(word) != nil || word == "if" || word == "defined" || word == "where" || word == "and"
      || word == "by" || word == "health" || word == "accrued"
  }

  static func stored(_ word: Bytes) -> Tree.Operation? {
    if word == "count" { return .count }
    if word == "amount" { return .amount }
    if word == "distinct" { return .persons }
    if word == "identified" { return .identified }
    return nil
  }

  static func function(_ word: Bytes) -> Function? {
    if word == "min" { return .smallest }
    if word == "max" { return .largest }
    if word == "previous" { return .previous }
    if word == "year_ago" { return .yearAgo }
    if word == "weekdays_ago" { return .weekdaysAgo }
    if word == "total" { return .total }
    if word == "share_of_total" { return .share }
    if word == "growth" { return .growth }
    if word == "opening" { return .opening }
    if word == "balance" { return .balance }
    if word == "money" { return .money }
    if word == "target" { return .target }
    if word == "attainment" { return .attainment }
    return nil
  }

  /// `count(KIND where ...)`, from the bracket on.
  mutating func readSum(_ stored: Tree.Operation, _ kinds: borrowing KindTable, _ at: Int) throws(ExpressionError) {
    lexer.advance()
    guard lexer.token == .word else { throw syntax("a kind was expected") }
    guard let number = kinds.number(ofName: lexer.word) else { throw ExpressionError(.name, at: position) }
    let slot = kinds.slot(of: number)
    if stored == .amount && kinds.unit(at: slot) == Unit.none { throw ExpressionError(.noAmount, at: position) }
    lexer.advance()
    if stored == .persons && lexer.is("by") {
      try readDimension(Int(slot), at)
    } else {
      try tree.leaf(stored, Int(slot), at: at)
    }
    try readConditions()
    guard lexer.is(0x29) else { throw syntax("a closing bracket was expected") }
    lexer.advance()
  }

  /// `accrued(SIDE where ...)`, from the bracket on: a sum of millionths.
  mutating func readAccrued(_ at: Int) throws(ExpressionError) {
    lexer.advance()
    let isSpend = lexer.is("spend")
    guard isSpend || lexer.is("payout") else { throw syntax("'spend' or 'payout' was expected") }
    lexer.advance()
    try tree.leaf(.accrued, isSpend ? AccrualSide.spend : AccrualSide.payout, at: at)
    try readConditions()
    guard lexer.is(0x29) else { throw syntax("a closing bracket was expected") }
    lexer.advance()
    try tree.constant(.whole(1_000_000), at: at)
    try tree.two(.divide, at: at)
  }

  /// `by DIMENSION`: the names of one, in the place of persons.
  mutating func readDimension(_ slot: Int, _ at: Int) throws(ExpressionError) {
    lexer.advance()
    guard lexer.token == .word else { throw syntax("a dimension was expected") }
    if tree.conditions.count == Tree.mostDimensions { throw ExpressionError(.tooLarge, at: position) }
    let condition = Tree.Condition(dimension: lexer.word, name: Bytes(""), position: position)
    do { try tree.conditions.append(condition) } catch { throw .outOfMemory }
    lexer.advance()
    try tree.leaf(.names, slot | (tree.conditions.count - 1) << 16, at: at)
  }

  mutating func readNumber() throws(ExpressionError) {
    let text = lexer.word
    var value: Int128 = 0
    var decimals = 0
    var isDecimal = false
    for i in 0..<text.count {
      if text[i] == 0x2E {
        isDecimal = true
        continue
      }
      // 36 digits stay below 2^120.
      if value >= Int128(WideInteger.power(ofTen: 35)) { throw ExpressionError(.tooLarge, at: position) }
      value = value * 10 + Int128(text[i] - 0x30)
      if isDecimal { decimals += 1 }
    }
    let unit = Value.whole(Int128(WideInteger.power(ofTen: decimals)))
    try tree.constant(.whole(value) / unit, at: position)
    lexer.advance()
  }

  /// Conditions on the operand just read.
  mutating func readConditions() throws(ExpressionError) {
    guard lexer.is("where") else { return }
    repeat {
      lexer.advance()
      guard lexer.token == .word else { throw syntax("a dimension was expected") }
      let (dimension, at) = (lexer.word, position)
      lexer.advance()
      guard lexer.is(0x3D) else { throw syntax("'=' was expected") }
      guard let name = lexer.takeName() else { throw syntax("a name was expected") }
      do { try tree.conditions.append(Tree.Condition(dimension: dimension, name: name, position: at)) } catch { throw .outOfMemory }
      try tree.one(.filtered, tree.conditions.count - 1, at: at)
    } while lexer.is("and")
  }
}
