import CLeadline

extension Engine {
  /// Adds a price, which queries know from then on.
  ///
  /// ```swift
  /// try engine.setPrice(Price(.cpc(150), for: "spring sale", in: "campaign"))
  /// try engine.setPrice(Price(.revenueShare(millionths: 100_000), side: .payout))
  /// let table = try engine.query(Query("spend_accrued", "payout_accrued", by: ["campaign"], period: .month))
  /// ```
  ///
  /// The corresponding C function is `leadline_set_price`.
  ///
  /// - Throws: ``LeadlineError/priceOverlap`` if a fact might meet another price for the same thing as well;
  ///   ``LeadlineError/argument`` for a rate or a share out of range or days that are none; ``LeadlineError/unknownName`` for
  ///   the dimension or the kind; ``LeadlineError/unsupported`` for a fee of an attribute; ``LeadlineError/tooMany``,
  ///   ``LeadlineError/memory`` or ``LeadlineError/closed``.
  public func setPrice(_ price: Price) throws(LeadlineError) {
    let arena = Arena()
    var option = unsafe leadline_price()
    unsafe option.struct_size = MemoryLayout<leadline_price>.stride
    if let dimension = price.dimension {
      unsafe option.dimension = try arena.text(dimension) as UnsafePointer<CChar>
      unsafe option.name = try arena.text(price.name) as UnsafePointer<CChar>
    }
    unsafe option.from_us = price.from?.microseconds ?? .min
    unsafe option.to_us = price.to?.microseconds ?? .max
    unsafe option.side = UInt32(price.side == .spend ? LEADLINE_SIDE_SPEND : LEADLINE_SIDE_PAYOUT)
    unsafe try price.terms.lower(into: &option)
    try withExtendedLifetime(arena) { () throws(LeadlineError) in
      try call { unsafe leadline_set_price(handle, &option) }
    }
  }

  /// All prices, in an order of the library's.
  ///
  /// The corresponding C functions are `leadline_price_count` and `leadline_price_at`.
  ///
  /// - Throws: ``LeadlineError/closed``.
  public func prices() throws(LeadlineError) -> [Price] {
    var prices: [Price] = []
    try call {
      for index in 0..<max(0, unsafe leadline_price_count(handle)) {
        var price = unsafe leadline_price()
        unsafe price.struct_size = MemoryLayout<leadline_price>.stride
        let status = unsafe leadline_price_at(handle, index, &price)
        guard status == LEADLINE_OK else { return status }
        unsafe prices.append(Price(price))
      }
      return LEADLINE_OK
    }
    return prices
  }

  /// Takes away the price of an index in ``prices()``, so that another can take its place.
  ///
  /// The corresponding C function is `leadline_remove_price`.
  ///
  /// - Throws: ``LeadlineError/argument`` past the last, ``LeadlineError/closed``.
  public func removePrice(at index: Int) throws(LeadlineError) {
    try call { unsafe leadline_remove_price(handle, index) }
  }
}

extension Price.Terms {
  fileprivate func lower(into option: inout leadline_price) throws(LeadlineError) {
    func share(_ millionths: Int) throws(LeadlineError) -> UInt32 {
      guard let share = UInt32(exactly: millionths) else {
        throw LeadlineError(.argument, "A share is \(millionths) millionths, which is out of range.")
      }
      return share
    }
    switch self {
    case .cpm(let rate):
      unsafe option.model = UInt32(LEADLINE_PRICE_CPM)
      unsafe option.rate = rate
    case .cpc(let rate):
      unsafe option.model = UInt32(LEADLINE_PRICE_CPC)
      unsafe option.rate = rate
    case .cpl(let rate, let status):
      unsafe option.model = UInt32(LEADLINE_PRICE_CPL)
      unsafe option.rate = rate
      unsafe option.lead_status = UInt32(status == .approved ? LEADLINE_LEAD_APPROVED : LEADLINE_LEAD_NOT_REJECTED)
    case .cpa(let rate, let kind):
      unsafe option.model = UInt32(LEADLINE_PRICE_CPA)
      unsafe option.rate = rate
      unsafe option.kind = kind.rawValue
    case .revenueShare(let millionths):
      unsafe option.model = UInt32(LEADLINE_PRICE_REVENUE_SHARE)
      unsafe option.share_millionths = try share(millionths)
    case .afterSale(let rate):
      unsafe option.model = UInt32(LEADLINE_PRICE_AFTER_SALE)
      unsafe option.rate = rate
    case .afterSaleShare(let millionths):
      unsafe option.model = UInt32(LEADLINE_PRICE_AFTER_SALE)
      unsafe option.share_millionths = try share(millionths)
    case .fixed(let fee):
      unsafe option.model = UInt32(LEADLINE_PRICE_FIXED)
      unsafe option.rate = fee
    case .commission(let millionths):
      unsafe option.model = UInt32(LEADLINE_PRICE_COMMISSION)
      unsafe option.share_millionths = try share(millionths)
    }
  }

  fileprivate init(_ price: leadline_price) {
    let rate = unsafe price.rate
    let share = unsafe Int(price.share_millionths)
    switch unsafe Int32(price.model) {
    case LEADLINE_PRICE_CPM: self = .cpm(rate)
    case LEADLINE_PRICE_CPC: self = .cpc(rate)
    case LEADLINE_PRICE_CPL:
      self = .cpl(rate, unsafe Int32(price.lead_status) == LEADLINE_LEAD_NOT_REJECTED ? .notRejected : .approved)
    case LEADLINE_PRICE_CPA: self = .cpa(rate, unsafe Kind(rawValue: price.kind))
    case LEADLINE_PRICE_REVENUE_SHARE: self = .revenueShare(millionths: share)
    case LEADLINE_PRICE_AFTER_SALE: self = share > 0 ? .afterSaleShare(millionths: share) : .afterSale(rate)
    case LEADLINE_PRICE_FIXED: self = .fixed(rate)
    default: self = .commission(millionths: share)
    }
  }
}

extension Price {
  fileprivate init(_ price: leadline_price) {
    unsafe self.init(
      Terms(price), side: Int32(price.side) == LEADLINE_SIDE_PAYOUT ? .payout : .spend,
      from: price.from_us == .min ? nil : Timestamp(microseconds: price.from_us),
      to: price.to_us == .max ? nil : Timestamp(microseconds: price.to_us))
    if let dimension = unsafe price.dimension, let name = unsafe price.name {
      self.dimension = unsafe String(cString: dimension)
      self.name = unsafe String(cString: name)
    }
  }
}
