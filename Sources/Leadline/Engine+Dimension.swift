extension Engine {
  /// What facts are told apart by: campaign, channel, region.
  ///
  /// A name is enough: `["campaign", "channel"]` declares two dimensions.
  public struct Dimension: Hashable, Sendable, ExpressibleByStringLiteral {
    /// 1 to 255 bytes.
    public var name: String

    /// How many names the dimension keeps; nil for all.
    ///
    /// Past it, kept are the declared names, then those with the smallest fixed hash; everything else is shown as
    /// "(other)". Which names are kept depends on the set of names alone, never on their order.
    public var nameLimit: Int?

    /// Names that are kept whatever the limit; they take part in it.
    public var declared: [String]

    /// Declares a dimension.
    public init(_ name: String, nameLimit: Int? = nil, declared: [String] = []) {
      self.name = name
      self.nameLimit = nameLimit
      self.declared = declared
    }

    public init(stringLiteral name: String) {
      self.init(name)
    }
  }
}

extension Engine {
  /// What describes a dimension's names: the programme of a campaign, the country of a region.
  ///
  /// An attribute is no part of a fact. It is given to a name by ``Names/setAttribute(_:of:to:)``, and groups and filters
  /// what is already taken in.
  public struct Attribute: Hashable, Sendable {
    /// 1 to 255 bytes.
    public var name: String

    /// The dimension it describes.
    public var dimension: String

    /// How many values the attribute keeps; nil for all.
    public var nameLimit: Int?

    /// Values that are kept whatever the limit; they take part in it.
    public var declared: [String]

    /// Declares an attribute.
    public init(_ name: String, of dimension: String, nameLimit: Int? = nil, declared: [String] = []) {
      self.name = name
      self.dimension = dimension
      self.nameLimit = nameLimit
      self.declared = declared
    }
  }
}
