import CPlatform

/// Where all memory of an engine comes from: the allocator of the options, behind one pointer.
///
/// A `Heap` is a handle, copied freely; its state lives as long as the engine. Allocation may fail, and every caller says
/// what happens then.
@safe
struct Heap {
  @safe
  struct State {
    var context: UnsafeMutableRawPointer?
    var allocate: (@convention(c) (UnsafeMutableRawPointer?, Int, Int) -> UnsafeMutableRawPointer?)?
    var deallocate: (@convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int, Int) -> Void)?
    /// Bytes held now; changed from many threads.
    var used: UnsafeMutablePointer<Int>
  }

  private let state: UnsafeMutablePointer<State>

  init(_ state: UnsafeMutablePointer<State>) {
    unsafe self.state = state
  }

  /// Bytes held from the allocator now.
  var used: Int {
    unsafe platform_load_relaxed(state.pointee.used)
  }

  // Never inlined: allocation is no hot path, and inlined into every generic buffer it was a tenth of the library.

  /// Memory for `size` bytes, or nil. A size of zero or below gives nil.
  @inline(never)
  func allocate(_ size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
    guard size > 0 else { return nil }
    let memory: UnsafeMutableRawPointer?
    if let custom = unsafe state.pointee.allocate {
      unsafe memory = custom(state.pointee.context, size, alignment)
    } else {
      unsafe memory = platform_allocate(size, alignment)
    }
    guard let memory = unsafe memory else { return nil }
    unsafe platform_add_relaxed(state.pointee.used, size)
    return unsafe memory
  }

  @inline(never)
  func deallocate(_ memory: UnsafeMutableRawPointer, _ size: Int, alignment: Int) {
    unsafe platform_add_relaxed(state.pointee.used, -size)
    if let custom = unsafe state.pointee.deallocate {
      unsafe custom(state.pointee.context, memory, size, alignment)
    } else {
      unsafe free(memory)
    }
  }
}

/// The allocator gave nothing; the only error of the `Memory` room.
struct OutOfMemory: Error {}
