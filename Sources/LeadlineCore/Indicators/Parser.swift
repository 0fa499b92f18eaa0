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
  enum Pending: Equatable {
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

  enum Function: Equatable {
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

  struct Entry {
    var pending: Pending
    var position: Int
    /// Of a call: how many are complete.
    var arguments = 0
  }

  /// Where reading goes on when a name's formula is done.
  struct Frame {
    var lexer: Lexer
    /// -1 for the health of a name, whose formula stands for itself.
    var row: Int
    var position: Int
  }

  static var mostBrackets: Int { 1000 }
  static var mostFrames: Int { 64 }

  var lexer: Lexer
  var tree: Tree
  var stack: Buffer<Entry>
  var frames: Buffer<Frame>
  var brackets = 0

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

  consuming func finish() -> Tree { tree }

  /// In the text asked for: within a formula, where its name stands.
  var position: Int { frames.isEmpty ? lexer.start : frames[0].position }

  func syntax(_ text: StaticString) -> ExpressionError { ExpressionError(.syntax, at: position, text) }

  // MARK: What follows

  /// Behind an operand. True where another must come, false at the end.
  mutating func readRest() throws(ExpressionError) -> Bool {
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

  mutating func readOperator(_ pending: Pending) throws(ExpressionError) -> Bool {
    try reduce(to: pending.binding)
    try push(pending)
    lexer.advance()
    return true
  }

  /// Two sides, no chain: what `a < b < c` would compare with `c` is a count of 1 or 0.
  mutating func readComparison(_ operation: Tree.Operation) throws(ExpressionError) -> Bool {
    try reduce(to: 2)
    if let top = stack.last, case .compare = top.pending { throw syntax("a comparison has two sides") }
    try push(.compare(operation))
    lexer.advance()
    return true
  }

  mutating func push(_ pending: Pending) throws(ExpressionError) {
    do { try stack.append(Entry(pending: pending, position: position)) } catch { throw .outOfMemory }
    if stack.count > 4 * Parser.mostBrackets { throw ExpressionError(.tooLarge, at: position) }
  }

  mutating func open(_ pending: Pending) throws(ExpressionError) {
    if brackets == Parser.mostBrackets { throw ExpressionError(.tooLarge, at: position) }
    brackets += 1
    try push(pending)
  }

  /// Applies the operators that bind at least as tightly as `binding`, down to the next bracket.
  mutating func reduce(to binding: Int) throws(ExpressionError) {
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
  mutating func argument(_ function: Function) throws(ExpressionError) {
    let call = stack.count - 1
    if stack[call].arguments > 0 { try combine(function, at: stack[call].position) }
    stack[call].arguments += 1
  }

  mutating func combine(_ function: Function, at position: Int) throws(ExpressionError) {
    switch function {
    case .smallest: try tree.two(.smaller, at: position)
    case .largest: try tree.two(.larger, at: position)
    default: throw syntax("the call has too many arguments")
    }
  }

  /// The last argument is complete.
  mutating func close(_ function: Function) throws(ExpressionError) {
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
  var last: Element? { isEmpty ? nil : self[count - 1] }
}
