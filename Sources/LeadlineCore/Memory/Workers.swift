import CPlatform

/// Several threads at one piece of work, which hands out its own parts.
enum Workers {
  static var most: Int { 64 }

  /// Calls `body` with `work` on this thread and up to `threads` - 1 others, and returns when all have returned. Where the
  /// system gives no thread, there are fewer.
  static func run(
    threads: Int, _ work: UnsafeMutableRawPointer, _ body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?
  ) {
    var started = InlineArray<64, platform_thread>(repeating: platform_thread())
    var count = 0
    while count < Swift.min(threads, most) - 1 {
      if unsafe platform_thread_start(&started[count], body, work) != 0 { break }
      count += 1
    }
    unsafe _ = body(work)
    for i in 0..<count { _ = platform_thread_join(started[i]) }
  }
}
