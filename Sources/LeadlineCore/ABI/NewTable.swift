import CLeadline

/// A table while it is being filled, which becomes the caller's by `keep` or is gone.
@safe
struct NewTable: ~Copyable {
  let table: UnsafeMutablePointer<Table>
  private var isKept = false

  private init(_ table: UnsafeMutablePointer<Table>) { unsafe self.table = table }

  static func make(_ engine: UnsafeMutablePointer<Engine>) throws(Failure) -> NewTable {
    guard let root = unsafe Root<Table>(Root<Engine>.state(behind: engine)) else { throw unsafe engine.pointee.outOfMemory() }
    var table = Table(root.heap)
    table.moneyScale = unsafe UInt32(engine.pointee.moneyScale)
    let currency = unsafe Bytes(UnsafePointer(engine.pointee.currency.base.unsafelyUnwrapped), engine.pointee.currency.count - 1)
    let isNamed = unsafe (try? table.currency.append(terminated: currency)) != nil
      && (try? table.timeZone.append(terminated: engine.pointee.zone.pointer.pointee.name)) != nil
    unsafe root.value.initialize(to: table)
    let made = unsafe NewTable(root.value)
    if !isNamed { throw unsafe engine.pointee.outOfMemory() }
    return made
  }

  consuming func keep() -> OpaquePointer {
    isKept = true
    return unsafe OpaquePointer(table)
  }

  deinit {
    if !isKept { unsafe Root<Table>.destroy(table) }
  }
}
