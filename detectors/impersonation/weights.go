package impersonation

// All weights are log-odds, added up; 0 is the decision.

// bias is that of an account whose name is somehow alike and that speaks to customers: without better signs it is a namesake.
const bias = -6.0

// How alike the account is.
const (
	// weightDisguised is for a name that shows the brand's by letters that only look so: nobody does this by accident.
	weightDisguised = 4.8
	// weightDisguisedShort is for a disguise of a short name, which can be a word of its own ("modern", "modem").
	weightDisguisedShort = 3.6
	// weightSame is for a handle of the brand with other separators, or on another network.
	weightSame = 4.2
	// weightSupport is for the brand's name with words of customer care.
	weightSupport = 3.8
	// weightBare is for the brand's bare name: a namesake, or an account of the brand that nobody listed.
	weightBare = 2.8
	// weightPlace is for the brand's name with a country or a number only.
	weightPlace = 1.9
	// weightNear is for a slip of the keyboard in a long name.
	weightNear = 3.2
	// weightFar is for a slip in a shorter name, which may be another name.
	weightFar = 2.3
	// weightOfficial is added where the name claims to be the official or real one.
	weightOfficial = 0.8
	// weightBoth is added where the handle and the display name are both alike.
	weightBoth = 0.8
	// weightTiny is added for a brand of three letters or less, which many names hold.
	weightTiny = -1.0
)

// What it says.
const (
	// weightAddressed is for a post that answers somebody who is not the brand.
	weightAddressed = 1.4
	// weightOffer is for an offer of help in the voice of customer care.
	weightOffer = 1.6
	// weightAsk is for a request to write in private, to verify, to click.
	weightAsk = 2.0
	// weightLink is for an address that is not the brand's.
	weightLink = 2.0
	// weightHiddenLink is for a link of the platform itself, which may lead to a picture as well as anywhere.
	weightHiddenLink = 1.0
	// weightCustomer is for the voice of a customer, who speaks of an order or of waiting.
	weightCustomer = -3.5
	// weightToBrand is for a post that begins with a handle of the brand: impostors avoid its attention.
	weightToBrand = -1.5
)

// Bounds of the comparison by distance.
const (
	// shortest is the shortest name, in letters, that is compared by distance: one letter makes another word of a shorter one.
	shortest = 5
	// long is from how many letters on as many as slips are allowed; one below.
	long  = 10
	slips = 2
	// near is the share of letters in common from which weightNear counts.
	near = 0.87
	// tiny is the longest name for which weightTiny counts.
	tiny = 3
	// disguisable is the shortest name for which weightDisguised counts.
	disguisable = 6
	// longestName is the longest handle or display name looked at, in bytes.
	longestName = 120
	// longestPlain is the longest one compared, in letters.
	longestPlain = 48
)
