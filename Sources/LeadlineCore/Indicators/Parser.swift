/// Reads an expression into a tree, with the names in it replaced by what they stand for.
///
///     expression = sum [ ("<" | "<=" | ">" | ">=") sum ]
///     sum        = term { ("+" | "-") term }
///     term       = factor { ("*" | "/") factor }
///     factor     = "-" factor | operand [ where ]
///     operand    = number | name | "(" expression ")" | ("count" | "amount" | "identified") "(" kind [ where ] ")"
///                | "distinct" "(" kind [ "by" dimension ] [ where ] ")"
///                | ("min" | "max") "(" expression { "," expression } ")"
///                | "if" "defined" "(" expression "," expression ")"
///                | ("previous" | "year_ago" | "weekdays_ago" | "total" | "share_of_total" | "growth" | "opening" | "balance") "(" expression ")"
///                | "money" "(" expression ")" | "accrued" "(" ("spend" | "payout") [ where ] ")"
///                | ("target" | "attainment" | "health") "(" name ")"
///     where      = "where" dimension "=" name { "and" dimension "=" name }
///
/// The operators wait on a stack of the parser's own, so that no depth of brackets or of names costs stack: E. W. Dijkstra,
/// "Algol 60 translation", 1961.
struct Parser: ~Copyable {
  private enum Pending: Equatable {
    case negate
    case add
    case subtract
    case multiply
    case divide
    case compare(Tree.Operation)
    case bracket
    case call(Function)
    /// The end of a name's formula.
    case named

    /// Binds tighter than those with a lower one; 0 for what only its own end takes off.
    var binding: Int {
      switch self {
      case .negate: 4
      case .multiply, .divide: 3
      case .add, .subtract: 2
      case .compare: 1
      default: 0
      }
    }
  }

  private enum Function: Equatable {
    case smallest
    case largest
    case ifDefined
    case previous
    case yearAgo
    case weekdaysAgo
    case total
    case share
    case growth
    case opening
    case balance
    case money
    case target
    case attainment
  }

  private struct Entry {
    var pending: Pending
    var position: Int
    /// Of a call: how many are complete.
    var arguments = 0
  }

  /// Where reading goes on when a name's formula is done.
  private struct Frame {
    var lexer: Lexer
    /// -1 for the health of a name, whose formula stands for itself.
    var row: Int
    var position: Int
  }

  static var mostBrackets: Int { 1000 }
  static var mostFrames: Int { 64 }

  private var lexer: Lexer
  private(set) var tree: Tree
  private var stack: Buffer<Entry>
  private var frames: Buffer<Frame>
  private var brackets = 0

  private init(_ text: Bytes, _ heap: Heap) {
    lexer = Lexer(text)
    tree = Tree(heap)
    stack = Buffer(heap)
    frames = Buffer(heap)
  }

  /// Texts of `text` and of the registry are used by the tree as they stand. `defining`: the name that the expression is
  /// about to become, which it must not use.
  static func parse(
    _ text: Bytes, _ kinds: borrowing KindTable, _ registry: borrowing Registry, _ heap: Heap, defining: Bytes = Bytes("")
  ) throws(ExpressionError) -> Tree {
    var parser = Parser(text, heap)
    if text.count > Int(Int32.max) { throw ExpressionError(.tooLarge, at: 0) }
    while try parser.readOperand(kinds, registry, defining) {}
    return parser.finish()
  }

  private consuming func finish() -> Tree { tree }

  /// In the text asked for: within a formula, where its name stands.
  private var position: Int { frames.isEmpty ? lexer.start : frames[0].position }

  private func syntax(_ text: StaticString) -> ExpressionError { ExpressionError(.syntax, at: position, text) }

  // MARK: Operands

  /// Reads up to the next operand and what follows it. False at the end of the text.
  private mutating func readOperand(
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
  private mutating func readWord(
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
    try enter(registry.rows[row].formula, row, at)
    return true
  }

  /// Goes on with a formula that the words just read stand for.
  private mutating func enter(_ formula: Bytes, _ row: Int, _ at: Int) throws(ExpressionError) {
    if frames.count == Parser.mostFrames { throw ExpressionError(.tooLarge, at: at) }
    do { try frames.append(Frame(lexer: lexer, row: row, position: at)) } catch { throw .outOfMemory }
    try push(.named)
    lexer = Lexer(formula)
  }

  /// `health(NAME)`, from the bracket on: what the thresholds of the name make of it.
  private mutating func readHealth(_ registry: borrowing Registry, _ at: Int) throws(ExpressionError) {
    lexer.advance()
    guard lexer.token == .word else { throw syntax("the name of a measure or indicator was expected") }
    guard let row = registry.find(lexer.word) else { throw ExpressionError(.name, at: position) }
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

  private static func stored(_ word: Bytes) -> Tree.Operation? {
    if word == "count" { return .count }
    if word == "amount" { return .amount }
    if word == "distinct" { return .persons }
    if word == "identified" { return .identified }
    return nil
  }

  private static func function(_ word: Bytes) -> Function? {
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
  private mutating func readSum(_ stored: Tree.Operation, _ kinds: borrowing KindTable, _ at: Int) throws(ExpressionError) {
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
  private mutating func readAccrued(_ at: Int) throws(ExpressionError) {
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
  private mutating func readDimension(_ slot: Int, _ at: Int) throws(ExpressionError) {
    lexer.advance()
    guard lexer.token == .word else { throw syntax("a dimension was expected") }
    if tree.conditions.count == Tree.mostDimensions { throw ExpressionError(.tooLarge, at: position) }
    let condition = Tree.Condition(dimension: lexer.word, name: Bytes(""), position: position)
    do { try tree.conditions.append(condition) } catch { throw .outOfMemory }
    lexer.advance()
    try tree.leaf(.names, slot | (tree.conditions.count - 1) << 16, at: at)
  }

  private mutating func readNumber() throws(ExpressionError) {
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
  private mutating func readConditions() throws(ExpressionError) {
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

  // MARK: What follows

  /// Behind an operand. True where another must come, false at the end.
  private mutating func readRest() throws(ExpressionError) -> Bool {
    while true {
      try readConditions()
      switch lexer.token {
      case .sign(0x2B): return try readOperator(.add)
      case .sign(0x2D): return try readOperator(.subtract)
      case .sign(0x2A): return try readOperator(.multiply)
      case .sign(0x2F): return try readOperator(.divide)
      case .sign(0x3C): return try readComparison(.less)
      case .sign(0xBC): return try readComparison(.lessOrEqual)
      case .sign(0x3E): return try readComparison(.greater)
      case .sign(0xBE): return try readComparison(.greaterOrEqual)
      case .sign(0x2C):
        try reduce(to: 0)
        guard let top = stack.last, case .call(let function) = top.pending else { throw syntax("a comma stands only in a call") }
        try argument(function)
        lexer.advance()
        return true
      case .sign(0x29):
        try reduce(to: 0)
        guard let top = stack.last, top.pending != .named else { throw syntax("a bracket is closed that was not opened") }
        if case .call(let function) = top.pending { try close(function) }
        _ = stack.removeLast()
        brackets -= 1
        lexer.advance()
      case .end:
        try reduce(to: 0)
        guard let top = stack.last else { return false }
        guard top.pending == .named else { throw syntax("a closing bracket is missing") }
        _ = stack.removeLast()
        let frame = frames.removeLast()
        lexer = frame.lexer
        if frame.row >= 0 { try tree.one(.named, frame.row, at: frames.isEmpty ? frame.position : frames[0].position) }
      case .word, .number, .unknown, .sign: throw syntax("an operator was expected")
      }
    }
  }

  private mutating func readOperator(_ pending: Pending) throws(ExpressionError) -> Bool {
    try reduce(to: pending.binding)
    try push(pending)
    lexer.advance()
    return true
  }

  /// Two sides, no chain: what `a < b < c` would compare with `c` is a count of 1 or 0.
  private mutating func readComparison(_ operation: Tree.Operation) throws(ExpressionError) -> Bool {
    try reduce(to: 2)
    if let top = stack.last, case .compare = top.pending { throw syntax("a comparison has two sides") }
    try push(.compare(operation))
    lexer.advance()
    return true
  }

  private mutating func push(_ pending: Pending) throws(ExpressionError) {
    do { try stack.append(Entry(pending: pending, position: position)) } catch { throw .outOfMemory }
    if stack.count > 4 * Parser.mostBrackets { throw ExpressionError(.tooLarge, at: position) }
  }

  private mutating func open(_ pending: Pending) throws(ExpressionError) {
    if brackets == Parser.mostBrackets { throw ExpressionError(.tooLarge, at: position) }
    brackets += 1
    try push(pending)
  }

  /// Applies the operators that bind at least as tightly as `binding`, down to the next bracket.
  private mutating func reduce(to binding: Int) throws(ExpressionError) {
    while let top = stack.last, top.pending.binding > 0, top.pending.binding >= binding {
      _ = stack.removeLast()
      switch top.pending {
      case .negate: try tree.one(.negate, at: top.position)
      case .add: try tree.two(.add, at: top.position)
      case .subtract: try tree.two(.subtract, at: top.position)
      case .multiply: try tree.two(.multiply, at: top.position)
      case .divide: try tree.two(.divide, at: top.position)
      case .compare(let operation): try tree.two(operation, at: top.position)
      case .bracket, .call, .named: return
      }
    }
  }

  /// An argument of the call on top is complete, and another follows.
  private mutating func argument(_ function: Function) throws(ExpressionError) {
    let call = stack.count - 1
    if stack[call].arguments > 0 { try combine(function, at: stack[call].position) }
    stack[call].arguments += 1
  }

  private mutating func combine(_ function: Function, at position: Int) throws(ExpressionError) {
    switch function {
    case .smallest: try tree.two(.smaller, at: position)
    case .largest: try tree.two(.larger, at: position)
    default: throw syntax("the call has too many arguments")
    }
  }

  /// The last argument is complete.
  private mutating func close(_ function: Function) throws(ExpressionError) {
    let (at, arguments) = (stack[stack.count - 1].position, stack[stack.count - 1].arguments + 1)
    switch function {
    case .smallest, .largest:
      if arguments > 1 { try combine(function, at: at) }
      return
    case .ifDefined:
      guard arguments == 2 else { throw syntax("'if defined' takes two arguments") }
      try tree.two(.ifDefined, at: at)
      return
    default:
      guard arguments == 1 else { throw syntax("the function takes one argument") }
    }
    switch function {
    case .target, .attainment:
      guard tree.nodes[tree.root].operation == .named else { throw syntax("the name of a measure or indicator was expected") }
      let row = Int(tree.nodes[tree.root].payload)
      if function == .attainment { try tree.again() }
      try tree.one(.target, row, at: at)
      if function == .attainment { try tree.two(.divide, at: at) }
    case .previous: try tree.one(.previous, at: at)
    case .yearAgo: try tree.one(.yearAgo, at: at)
    case .weekdaysAgo: try tree.one(.weekdaysAgo, at: at)
    case .opening: try tree.one(.opening, at: at)
    case .balance: try tree.one(.balance, at: at)
    case .money: try tree.one(.money, at: at)
    case .total: try tree.one(.total, at: at)
    case .share:
      try tree.again()
      try tree.one(.total, at: at)
      try tree.two(.divide, at: at)
    case .growth:
      try tree.again()
      try tree.one(.previous, at: at)
      try tree.two(.divide, at: at)
      try tree.constant(.whole(1), at: at)
      try tree.two(.subtract, at: at)
    default: break
    }
  }
}

extension Buffer where Element: BitwiseCopyable {
  fileprivate var last: Element? { isEmpty ? nil : self[count - 1] }
}
