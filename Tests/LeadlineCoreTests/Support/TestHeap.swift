import CPlatform
@testable import LeadlineCore

/// A heap for tests of one room: counts what is held, and fails the n-th allocation when told to.
final class TestHeap {
  private let state: UnsafeMutablePointer<Heap.State>
  private let counter: UnsafeMutablePointer<Int>
  /// Allocations until one fails; below zero: never.
  var failAfter = -1 {
    didSet { control.pointee.failAfter = failAfter }
  }
  private struct Control {
    var failAfter = -1
    var live = 0
  }
  private let control: UnsafeMutablePointer<Control>

  init() {
    control = .allocate(capacity: 1)
    control.initialize(to: Control())
    counter = .allocate(capacity: 1)
    counter.initialize(to: 0)
    state = .allocate(capacity: 1)
    state.initialize(
      to: Heap.State(
        context: control,
        allocate: { context, size, alignment in
          let control = context!.assumingMemoryBound(to: Control.self)
          if control.pointee.failAfter == 0 { return nil }
          if control.pointee.failAfter > 0 { control.pointee.failAfter -= 1 }
          control.pointee.live += 1
          return platform_allocate(size, alignment)
        },
        deallocate: { context, memory, size, alignment in
          context!.assumingMemoryBound(to: Control.self).pointee.live -= 1
          free(memory)
        },
        used: counter))
  }

  var heap: Heap { Heap(state) }
  /// Allocations not yet given back.
  var live: Int { control.pointee.live }
  /// Bytes not yet given back.
  var used: Int { counter.pointee }

  deinit {
    control.deallocate()
    counter.deallocate()
    state.deallocate()
  }
}
