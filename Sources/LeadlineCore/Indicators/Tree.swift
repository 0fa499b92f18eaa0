/// An expression taken apart: nodes in the order in which they are evaluated, so that a node's operands, and all that is below
/// them, stand right before it.
struct Tree: ~Copyable {
  enum Operation: UInt8 {
    /// `payload`: of `constants`.
    case constant
    /// Sums of a kind and its parts. `payload`: the kind's slot.
    case count
    case amount
    /// What prices make of facts, in millionths. `payload`: `AccrualSide`.
    case accrued
    /// Distinct persons of a kind, and the facts of it that name one. `payload`: the kind's slot.
    case persons
    case identified
    /// Distinct names of a dimension with facts of a kind. `payload`: the kind's slot, and above its 16 bits the number of
    /// the condition that holds the dimension.
    case names
    case negate
    case add
    case subtract
    case multiply
    case divide
    case smaller
    case larger
    /// The first operand where it is defined, else the second.
    case ifDefined
    /// 1 where it holds of the two operands, else 0.
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    /// The row's target of the name right below, whose own value does not matter. `payload`: the row of the registry.
    case target
    /// What stands for a name. `payload`: the row of the registry.
    case named
    /// In place of a formula: what a query cannot answer. `payload`: the row of the registry.
    case elsewhere
    /// Only the facts that meet a condition. `payload`: of `conditions`.
    case filtered
    /// Of the period before, or of the same a year before.
    case previous
    case yearAgo
    /// Of the same weekdays 52 weeks before.
    case weekdaysAgo
    /// Of all keys together.
    case total
    /// Of everything before the period, and of everything up to its end.
    case opening
    case balance
    /// A number in units of the currency.
    case money

    var isComparison: Bool {
      switch self {
      case .less, .lessOrEqual, .greater, .greaterOrEqual: true
      default: false
      }
    }

    /// Whether it reads what is stored.
    var isStored: Bool {
      switch self {
      case .count, .amount, .persons, .identified, .names: true
      default: false
      }
    }

    /// Whether it has one operand and leaves its value alone.
    var isFrame: Bool {
      switch self {
      case .named, .filtered, .previous, .yearAgo, .weekdaysAgo, .total, .opening, .balance: true
      default: false
      }
    }
  }

  struct Node {
    var operation: Operation
    /// The first node below it; itself where there is none.
    var first: Int32
    /// The last operand but one of two; the last operand of any is the node before this one.
    var left: Int32 = -1
    var payload: Int32 = 0
    /// In the text asked for, for messages.
    var position: Int32
  }

  /// A dimension and the name it must have; texts of the expression's.
  struct Condition {
    var dimension: Bytes
    var name: Bytes
    var position: Int
  }

  static var mostNodes: Int { 20_000 }
  /// What a payload has room for.
  static var mostDimensions: Int { 1 << 15 }

  private(set) var nodes: Buffer<Node>
  var constants: Buffer<Value>
  var conditions: Buffer<Condition>

  init(_ heap: Heap) {
    nodes = Buffer(heap)
    constants = Buffer(heap)
    conditions = Buffer(heap)
  }

  var root: Int { nodes.count - 1 }

  /// Without operands.
  mutating func leaf(_ operation: Operation, _ payload: Int, at position: Int) throws(ExpressionError) {
    try append(Node(operation: operation, first: Int32(nodes.count), payload: Int32(payload), position: Int32(position)))
  }

  /// Of the last operand.
  mutating func one(_ operation: Operation, _ payload: Int = 0, at position: Int) throws(ExpressionError) {
    try append(Node(operation: operation, first: nodes[root].first, payload: Int32(payload), position: Int32(position)))
  }

  /// Of the last two operands.
  mutating func two(_ operation: Operation, at position: Int) throws(ExpressionError) {
    let left = nodes[root].first - 1
    try append(Node(operation: operation, first: nodes[Int(left)].first, left: left, position: Int32(position)))
  }

  mutating func constant(_ value: Value, at position: Int) throws(ExpressionError) {
    do { try constants.append(value) } catch { throw .outOfMemory }
    try leaf(.constant, constants.count - 1, at: position)
  }

  /// The last operand once more.
  mutating func again() throws(ExpressionError) {
    let (first, last) = (Int(nodes[root].first), root)
    let by = Int32(last + 1 - first)
    for i in first...last {
      var node = nodes[i]
      node.first += by
      if node.left >= 0 { node.left += by }
      try append(node)
    }
  }

  private mutating func append(_ node: Node) throws(ExpressionError) {
    if nodes.count == Tree.mostNodes { throw ExpressionError(.tooLarge, at: Int(node.position)) }
    do { try nodes.append(node) } catch { throw .outOfMemory }
  }
}

/// Who owes what accrues: the numbers LEADLINE_SIDE_ of the header.
enum AccrualSide {
  static var spend: Int { 1 }
  static var payout: Int { 2 }
}

/// Why an expression is refused, and where.
struct ExpressionError: Error {
  enum Reason {
    /// Something else was expected; `text` says what.
    case syntax
    /// No measure, indicator or kind of that name.
    case name
    /// What a query does not answer: `row` of the registry, which names the function that does.
    case elsewhere
    /// A text that is nothing but a name, and no known one.
    case column
    /// No dimension of that name.
    case dimension
    /// Units that do not go together.
    case unit
    /// The amount of a kind that carries none.
    case noAmount
    /// The health of an indicator without thresholds.
    case noHealth
    /// Too long, too deep, or one name within the other without end.
    case tooLarge
    case cycle
    case outOfMemory
  }

  var reason: Reason
  /// In bytes from the start of the text.
  var position: Int
  var text: StaticString
  var row = 0

  init(_ reason: Reason, at position: Int, _ text: StaticString = "") {
    self.reason = reason
    self.position = position
    self.text = text
  }

  static var outOfMemory: ExpressionError { ExpressionError(.outOfMemory, at: 0) }

  static func elsewhere(_ row: Int, at position: Int) -> ExpressionError {
    var error = ExpressionError(.elsewhere, at: position)
    error.row = row
    return error
  }
}
