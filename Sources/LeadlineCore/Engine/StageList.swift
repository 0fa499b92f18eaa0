/// A list of stages that the host defined, by name. Never changed and never taken away, so that its texts stay where they are.
@safe
struct StageList: ~Copyable {
  /// In `memory`; a NUL follows the bytes.
  let name: Bytes
  /// The steps as the contract has them, which the door lays out and reads, with all that they point to; in `memory`.
  let steps: UnsafeRawPointer
  let count: Int
  /// The first step at the bottom, `count` for none.
  let boundary: Int
  private let memory: Buffer<UInt8>

  init(memory: consuming Buffer<UInt8>, name: Bytes, steps: UnsafeRawPointer, count: Int, boundary: Int) {
    self.memory = memory
    self.name = name
    unsafe self.steps = steps
    self.count = count
    self.boundary = boundary
  }

  static var most: Int { 1024 }
}

extension Engine {
  /// The list that the host defined by a name; the lock on names is held.
  func stageList(named name: Bytes) -> Int? {
    for i in 0..<stageLists.value.count where stageLists.value[i].name == name { return i }
    return nil
  }

  /// Takes in a list; the lock on names is held to write.
  func add(_ list: consuming StageList) throws(Failure) {
    guard stageLists.value.count < StageList.most else { throw failure(104, "too many lists of stages are defined") }
    let lists = unsafe stageLists.pointer
    guard unsafe (try? lists.pointee.append(list)) != nil else { throw outOfMemory() }
  }
}
