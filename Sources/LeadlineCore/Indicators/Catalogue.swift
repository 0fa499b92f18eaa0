/// Every built-in measure and indicator, as data: one a line, in the language that hosts use, too.
///
///     id aliases | formula | absence | unit | direction | family | description
///
/// To add one, add a line; nothing else knows them by name. The language is in `Parser`. `absence` says what the row is when no
/// fact of the kinds it is made of was ever taken in: nothing for no data, `0` for zero, or the only measure whose data it
/// needs. The unit tells people what the formula's own units say of it. A family ends in `!` where the figure looks good and
/// steers nothing. A line that begins with # is a remark.
enum Catalogue {
}
