// The built-in kinds: numbers and meaning are fixed for good, and only added to.

// MARK: The auction

extension Kind {
  /// A request for an ad.
  @inlinable public static var adRequest: Kind { Kind(rawValue: 1) }

  /// A bid; the amount is the price bid, which is no cost.
  @inlinable public static var bid: Kind { Kind(rawValue: 2) }

  /// A bid that won; the price paid is on the impression.
  @inlinable public static var win: Kind { Kind(rawValue: 3) }

  /// Impressions that could have been had, counted elsewhere.
  @inlinable public static var eligibleImpression: Kind { Kind(rawValue: 4) }
}

// MARK: Media

extension Kind {
  /// An impression; the amount is its media cost.
  @inlinable public static var impression: Kind { Kind(rawValue: 10) }

  /// An impression whose visibility could be measured.
  @inlinable public static var impressionMeasurable: Kind { Kind(rawValue: 11) }

  /// An impression that was visible.
  @inlinable public static var impressionViewable: Kind { Kind(rawValue: 12) }

  /// An impression taken back as invalid; the amount is the cost credited back.
  @inlinable public static var impressionInvalid: Kind { Kind(rawValue: 13) }

  /// A view of a video; the amount is its media cost.
  @inlinable public static var view: Kind { Kind(rawValue: 15) }

  /// A view to the end.
  @inlinable public static var viewComplete: Kind { Kind(rawValue: 16) }

  /// A click; the amount is its media cost.
  @inlinable public static var click: Kind { Kind(rawValue: 20) }

  /// A click taken back as invalid; the amount is the cost credited back.
  @inlinable public static var clickInvalid: Kind { Kind(rawValue: 21) }

  /// A click through to a seller; the amount is what the seller pays for it.
  @inlinable public static var clickOut: Kind { Kind(rawValue: 25) }
}

// MARK: The site

extension Kind {
  /// A visit; the amount is its length in seconds.
  @inlinable public static var visit: Kind { Kind(rawValue: 30) }

  /// A visit of one page.
  @inlinable public static var bounce: Kind { Kind(rawValue: 31) }

  /// A visit of some length or depth.
  @inlinable public static var visitEngaged: Kind { Kind(rawValue: 32) }

  /// A page viewed.
  @inlinable public static var pageView: Kind { Kind(rawValue: 33) }

  /// A login.
  @inlinable public static var login: Kind { Kind(rawValue: 34) }

  /// A registration.
  @inlinable public static var registration: Kind { Kind(rawValue: 35) }

  /// A subscription.
  @inlinable public static var subscription: Kind { Kind(rawValue: 36) }

  /// A call to action seen.
  @inlinable public static var ctaView: Kind { Kind(rawValue: 37) }

  /// A call to action followed.
  @inlinable public static var ctaAction: Kind { Kind(rawValue: 38) }

  /// A step short of a lead.
  @inlinable public static var softConversion: Kind { Kind(rawValue: 40) }

  /// A soft conversion: a visit that counts as one.
  @inlinable public static var softVisit: Kind { Kind(rawValue: 41) }

  /// A soft conversion: a video watched.
  @inlinable public static var videoEngagement: Kind { Kind(rawValue: 42) }

  /// A soft conversion: an action in a social network.
  @inlinable public static var socialAction: Kind { Kind(rawValue: 43) }
}

// MARK: Enquiries and leads

extension Kind {
  /// An enquiry; starts the response clock.
  @inlinable public static var enquiry: Kind { Kind(rawValue: 45) }

  /// An enquiry about the price.
  @inlinable public static var priceQuestion: Kind { Kind(rawValue: 46) }

  /// An answer; stops the response clock.
  @inlinable public static var response: Kind { Kind(rawValue: 47) }

  /// A lead of any form; the amount is its expected value.
  @inlinable public static var lead: Kind { Kind(rawValue: 50) }

  /// A lead by form.
  @inlinable public static var leadForm: Kind { Kind(rawValue: 51) }

  /// A lead by call.
  @inlinable public static var leadCall: Kind { Kind(rawValue: 52) }

  /// A lead by a call asked for.
  @inlinable public static var leadCallback: Kind { Kind(rawValue: 53) }

  /// A lead of another form.
  @inlinable public static var leadOther: Kind { Kind(rawValue: 54) }

  /// A lead that can be reached.
  @inlinable public static var leadContact: Kind { Kind(rawValue: 55) }

  /// A lead that fits the ideal profile.
  @inlinable public static var leadIdeal: Kind { Kind(rawValue: 56) }

  /// A lead approved.
  @inlinable public static var leadApproved: Kind { Kind(rawValue: 57) }

  /// A lead rejected.
  @inlinable public static var leadRejected: Kind { Kind(rawValue: 58) }
}

// MARK: The pipeline

extension Kind {
  /// An information-qualified lead.
  @inlinable public static var iql: Kind { Kind(rawValue: 60) }

  /// A marketing-qualified lead.
  @inlinable public static var mql: Kind { Kind(rawValue: 61) }

  /// A sales-accepted lead.
  @inlinable public static var sal: Kind { Kind(rawValue: 62) }

  /// A sales-qualified lead.
  @inlinable public static var sql: Kind { Kind(rawValue: 63) }

  /// A meeting.
  @inlinable public static var meeting: Kind { Kind(rawValue: 64) }

  /// An opportunity; the amount is its pipeline value.
  @inlinable public static var opportunity: Kind { Kind(rawValue: 65) }

  /// A quote; the amount is the value quoted.
  @inlinable public static var quote: Kind { Kind(rawValue: 66) }

  /// A contract; the amount is the value signed, which is not in the revenue.
  @inlinable public static var contract: Kind { Kind(rawValue: 67) }

  /// A deal lost; the amount is the value lost.
  @inlinable public static var dealLost: Kind { Kind(rawValue: 68) }
}

// MARK: Sales

extension Kind {
  /// A sale of any form; the amount is the price paid, before refunds.
  @inlinable public static var sale: Kind { Kind(rawValue: 70) }

  /// A first purchase of a buyer who was recommended.
  @inlinable public static var saleReferral: Kind { Kind(rawValue: 71) }

  /// A later purchase of a buyer.
  @inlinable public static var saleRepeat: Kind { Kind(rawValue: 72) }

  /// A part of a sale that was sold up.
  @inlinable public static var upsell: Kind { Kind(rawValue: 73) }

  /// A part of a sale that was sold beside.
  @inlinable public static var crossSell: Kind { Kind(rawValue: 74) }

  /// A part of a sale that was sold down.
  @inlinable public static var downSell: Kind { Kind(rawValue: 75) }

  /// A payment received.
  @inlinable public static var payment: Kind { Kind(rawValue: 76) }

  /// Money given back, positive.
  @inlinable public static var refund: Kind { Kind(rawValue: 77) }

  /// A sale undone, positive.
  @inlinable public static var cancellation: Kind { Kind(rawValue: 78) }
}

// MARK: Prices and customers

extension Kind {
  /// The price before discount.
  @inlinable public static var listValue: Kind { Kind(rawValue: 80) }

  /// The price before discount, of a new customer.
  @inlinable public static var listValueNew: Kind { Kind(rawValue: 81) }

  /// A discount granted, positive.
  @inlinable public static var discount: Kind { Kind(rawValue: 82) }

  /// A discount granted to a new customer, positive.
  @inlinable public static var discountNew: Kind { Kind(rawValue: 83) }

  /// A customer won.
  @inlinable public static var customerNew: Kind { Kind(rawValue: 85) }

  /// A customer lost.
  @inlinable public static var customerLost: Kind { Kind(rawValue: 86) }

  /// The customers before the first fact, as a count.
  @inlinable public static var customerOpening: Kind { Kind(rawValue: 87) }
}

// MARK: Costs

extension Kind {
  /// Money spent on media.
  @inlinable public static var mediaSpend: Kind { Kind(rawValue: 90) }

  /// Spend credited back, positive.
  @inlinable public static var spendCredit: Kind { Kind(rawValue: 91) }

  /// Money spent on creation.
  @inlinable public static var creativeCost: Kind { Kind(rawValue: 92) }

  /// Other costs of a campaign.
  @inlinable public static var campaignCostOther: Kind { Kind(rawValue: 93) }

  /// Costs of sales work.
  @inlinable public static var salesCost: Kind { Kind(rawValue: 94) }

  /// Costs of service.
  @inlinable public static var serviceCost: Kind { Kind(rawValue: 95) }

  /// Overhead.
  @inlinable public static var overhead: Kind { Kind(rawValue: 96) }

  /// Any other cost.
  @inlinable public static var extraCost: Kind { Kind(rawValue: 97) }

  /// Costs of the goods sold; the reference is the sale.
  @inlinable public static var goodsCost: Kind { Kind(rawValue: 98) }

  /// Money paid to a publisher or partner; not in the media spend.
  @inlinable public static var payout: Kind { Kind(rawValue: 99) }
}

// MARK: E-mail

extension Kind {
  /// An e-mail sent.
  @inlinable public static var emailSent: Kind { Kind(rawValue: 110) }

  /// An e-mail delivered.
  @inlinable public static var emailDelivered: Kind { Kind(rawValue: 111) }

  /// The first opening of an e-mail by a recipient.
  @inlinable public static var emailOpen: Kind { Kind(rawValue: 112) }

  /// The first click in an e-mail by a recipient.
  @inlinable public static var emailClick: Kind { Kind(rawValue: 113) }

  /// A recipient who unsubscribed.
  @inlinable public static var emailUnsubscribe: Kind { Kind(rawValue: 114) }

  /// A reply or a meeting won by e-mail.
  @inlinable public static var emailSuccess: Kind { Kind(rawValue: 115) }
}

// MARK: Social

extension Kind {
  /// A post seen.
  @inlinable public static var socialView: Kind { Kind(rawValue: 120) }

  /// An interaction with a post, of any form.
  @inlinable public static var socialInteraction: Kind { Kind(rawValue: 121) }

  /// A like.
  @inlinable public static var socialLike: Kind { Kind(rawValue: 122) }

  /// A share.
  @inlinable public static var socialShare: Kind { Kind(rawValue: 123) }

  /// A comment.
  @inlinable public static var socialComment: Kind { Kind(rawValue: 124) }

  /// A mention in a post.
  @inlinable public static var socialMention: Kind { Kind(rawValue: 125) }

  /// Mentions of all brands of a market.
  @inlinable public static var mentionMarket: Kind { Kind(rawValue: 126) }

  /// Mentions of the own brand.
  @inlinable public static var mentionOwn: Kind { Kind(rawValue: 127) }
}

// MARK: Search

extension Kind {
  /// Searches for the market's terms.
  @inlinable public static var searchQuery: Kind { Kind(rawValue: 130) }

  /// Searches for the own brand.
  @inlinable public static var brandQuery: Kind { Kind(rawValue: 131) }

  /// Visits estimated for a keyword; the amount is what they would have cost.
  @inlinable public static var organicEstimate: Kind { Kind(rawValue: 132) }

  /// Domains that refer, gained or lost.
  @inlinable public static var referringDomain: Kind { Kind(rawValue: 133) }

  /// Inbound links, gained or lost.
  @inlinable public static var inboundLink: Kind { Kind(rawValue: 134) }
}

// MARK: Content

extension Kind {
  /// A piece of content used.
  @inlinable public static var contentUse: Kind { Kind(rawValue: 140) }

  /// Pieces of content published or withdrawn.
  @inlinable public static var contentItem: Kind { Kind(rawValue: 141) }

  /// A post published.
  @inlinable public static var post: Kind { Kind(rawValue: 142) }

  /// A review, case study or reference.
  @inlinable public static var advocacy: Kind { Kind(rawValue: 143) }
}

// MARK: Surveys and the rest

extension Kind {
  /// An answer of a promoter.
  @inlinable public static var surveyPromoter: Kind { Kind(rawValue: 150) }

  /// An answer of a passive.
  @inlinable public static var surveyPassive: Kind { Kind(rawValue: 151) }

  /// An answer of a detractor.
  @inlinable public static var surveyDetractor: Kind { Kind(rawValue: 152) }

  /// An answer on satisfaction; the amount is its points.
  @inlinable public static var satisfactionAnswer: Kind { Kind(rawValue: 153) }

  /// A person who joins an audience.
  @inlinable public static var audienceJoin: Kind { Kind(rawValue: 160) }

  /// A person who leaves an audience.
  @inlinable public static var audienceLeave: Kind { Kind(rawValue: 161) }

  /// Actions counted by another source.
  @inlinable public static var actionKnown: Kind { Kind(rawValue: 170) }

  /// A value of the host's own, in points.
  @inlinable public static var customValue: Kind { Kind(rawValue: 171) }
}
