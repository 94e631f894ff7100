// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice The two-threshold band of a market on a spoke.
/// @param riskAversion A, relative: the body carries A / requirement, 18 decimals
/// @param costRate lambda, proportional one-way cost, 18 decimals
/// @param fixedCost k, cost of one hedge in quote, 18 decimals
/// @param floor smallest b in base units, 18 decimals
/// @param cap largest a in base units, 18 decimals
/// @param capShare largest a as a share of the mandate's range, 18 decimals
struct HedgeBand {
    uint128 riskAversion;
    uint128 costRate;
    uint128 fixedCost;
    uint128 floor;
    uint128 cap;
    uint128 capShare;
}

/// @notice What a trade may do. Budgets are leaky buckets in quote, 18 decimals (capacity; refill per second).
/// @param slippage worst executed price against the oracle, 18 decimals; also the largest premium of a fill
/// @param clip most base units one hedge trades in the market, 18 decimals
/// @param interval least seconds between two hedges of the market
/// @param turnoverCapacity turnover budget of hedges
/// @param turnoverRate its refill per second
/// @param costCapacity adverse-cost budget (good executions never refill it)
/// @param costRate its refill per second
/// @param fillCapacity turnover budget of fills; a book has the part of it that it has of the spoke's inventory, so from the
/// worth of that inventory upwards a book with nothing spent can be filled whole. Set it to what a spoke may hold
/// @param fillRate its refill per second
/// @param fillDistance m: a fill needs |y| > m * a, 18 decimals
/// @param fillFull multiple of a at which the premium reaches `slippage`, 18 decimals
/// @param pathAllowance base units a book may turn over beyond the path of its target, 18 decimals
/// @param pathRate refill of that allowance per second, 18 decimals
struct HedgeLimits {
    uint64 slippage;
    uint128 clip;
    uint32 interval;
    uint128 turnoverCapacity;
    uint128 turnoverRate;
    uint128 costCapacity;
    uint128 costRate;
    uint128 fillCapacity;
    uint128 fillRate;
    uint64 fillDistance;
    uint64 fillFull;
    uint128 pathAllowance;
    uint128 pathRate;
}

/// @notice When a price may be believed.
/// @param tolerance largest relative distance of the pull from the push price, 18 decimals
/// @param maxPullAge seconds
/// @param baseHeartbeat oldest base/USD push round, seconds
/// @param quoteHeartbeat oldest quote/USD push round, seconds
/// @param sequencerGrace seconds after an L2 sequencer came back
/// @param minPrice lowest believable price (base/quote), 18 decimals
/// @param maxPrice highest
struct OracleTerms {
    uint64 tolerance;
    uint32 maxPullAge;
    uint32 baseHeartbeat;
    uint32 quoteHeartbeat;
    uint32 sequencerGrace;
    uint128 minPrice;
    uint128 maxPrice;
}

/// @notice How a series of the market settles, and how its weight in a target rolls off.
/// @param window seconds before expiry over which the instants are spread
/// @param instants N: instant i (1..N) lies at expiry - window + i * window / N
/// @param grace seconds after expiry before the second source may serve
struct SettlementTerms {
    uint32 window;
    uint16 instants;
    uint32 grace;
}

/// @notice What a market bears on one spoke, hub only: the measure of its clips and of its least band.
/// @param depth base within 50 bp of the price on one side, in all venues together, 18 decimals
/// @param dailyVolume base traded there on a day, 18 decimals
/// @param dailyImpact Y * sigma_d, share by which a trade of a day's volume moves the price, 18 decimals
/// @param bookGamma |gamma| * S of the largest book to be hedged there: base for a move of the price by itself, 18 decimals
struct Liquidity {
    uint128 depth;
    uint128 dailyVolume;
    uint64 dailyImpact;
    uint128 bookGamma;
}

enum VenueStatus {
    NONE,
    ACTIVE,
    SUSPENDED,
    RETIRED
}

enum VenueKind {
    NONE,
    UNISWAP_V3
}

/// @notice A place to trade.
/// @param id unique on the spoke
/// @param adapter our contract that trades there
/// @param pool the foreign pool or market
/// @param kind what the pool is
/// @param status only ACTIVE venues trade
/// @param clip most base units one hedge trades there, 18 decimals
struct VenueTerms {
    uint32 id;
    address adapter;
    address pool;
    VenueKind kind;
    VenueStatus status;
    uint128 clip;
}

/// @notice Terms of a spoke.
/// @param lease seconds a heartbeat extends the lease from the hub's clock
/// @param maxLease most seconds a lease runs from its arrival
/// @param grace seconds of GRACE after a lease
/// @param maxEpochJump largest step of an epoch
/// @param reportAge seconds after which a report is too old for new risk, and (with lease and grace over) the spoke dead
/// @param quoteCap most quote of all books on the spoke, native units
/// @param maxPause longest pause, seconds; at most one a day
/// @param pauseShare most seconds of pause in 30 days
/// @param bridgeFee of quote that crosses between hub and spoke, either way, as a share of what arrives, 18 decimals
struct SpokeTerms {
    uint32 lease;
    uint32 maxLease;
    uint32 grace;
    uint32 maxEpochJump;
    uint32 reportAge;
    uint128 quoteCap;
    uint32 maxPause;
    uint32 pauseShare;
    uint64 bridgeFee;
}

// The quote bridge charges no more than this share of what arrives, 18 decimals, whatever it is told.
uint256 constant MOST_BRIDGE_FEE = 0.01e18;

/// @notice What the way out of a spoke takes beside its terms, hub only (P12).
/// @param routeTime seconds that quote may be under way between hub and spoke, by the slowest route in use
/// @param withdrawalWindow seconds that the queue of withdrawals has once quote is home
struct ExitTerms {
    uint32 routeTime;
    uint32 withdrawalWindow;
}

/// @notice Seconds within which an owner who starts now has left a spoke: the mandate in force ends, the spoke reports, quote
/// comes home and the queue pays. No upgrade may take effect sooner.
function exitTime(SpokeTerms memory terms, ExitTerms memory exit) pure returns (uint256) {
    return uint256(terms.maxLease) + terms.grace + terms.reportAge + exit.routeTime + exit.withdrawalWindow;
}

/// @notice Seconds after which quote on its way to a spoke expires: by then the spoke may be dead.
function expiryAge(SpokeTerms memory terms) pure returns (uint256) {
    return uint256(terms.reportAge) + terms.lease + terms.grace;
}

/// @notice A market as one spoke sees it./// @param market id
/// @param lot smallest trade, base units, 18 decimals
struct MarketConfig {
    uint32 market;
    uint128 lot;
    HedgeBand band;
    HedgeLimits limits;
    OracleTerms oracle;
    SettlementTerms settlement;
    VenueTerms[] venues;
}

/// @notice Everything governance decides for one spoke. Digest: keccak256(abi.encode(config)).
struct SpokeConfig {
    uint64 chain;
    uint64 version;
    SpokeTerms terms;
    MarketConfig[] markets;
}

/// @notice One stress of the scenario margin (MATH: Scenario margin).
/// @param spotMul spot multiplied by, 18 decimals
/// @param volShock +1 vol up, 0 same, -1 vol down
/// @param damp weight of the loss, 18 decimals
struct Scenario {
    uint64 spotMul;
    int8 volShock;
    uint64 damp;
}

/// @notice Solvency of books of a market, hub only.
/// @param initial multiple of the requirement to open risk or withdraw, 18 decimals
/// @param maintenance multiple under which an auction may start
/// @param emergency multiple under which the whole book is sold
/// @param innerRange half-width of the inner scenario range (0.16e18)
/// @param volUp relative vol shock at 30 days up (0.50e18), `volDown` down (0.25e18), `volFloor` least vol after a shock up
/// @param shortCharge contingency per short option as a share of spot, 18 decimals
/// @param referenceVol vol at which the buffer is 1; the dynamic buffer is max(1, vol / referenceVol), at most `bufferCap`
/// @param moveRate z: an unreported hedge may have seen prices within z * vol * sqrt(age), 18 decimals
struct Thresholds {
    uint64 initial;
    uint64 maintenance;
    uint64 emergency;
    uint64 innerRange;
    uint64 volUp;
    uint64 volDown;
    uint64 volFloor;
    uint64 shortCharge;
    uint64 referenceVol;
    uint64 bufferCap;
    uint64 moveRate;
}

/// @notice How mandates and claims of a market behave, hub only.
/// @param listCap most series a body lists; larger books publish a ladder
/// @param gap largest |sum of spoke targets - T| while an allocation moves, as a share of the range, 18 decimals
/// @param ladderError largest error bound of a ladder as a share of b, 18 decimals
/// @param republishShare relative move of vol or requirement that asks for a new body, 18 decimals
/// @param gainRate share of gross sent that a spoke's claims may gain per day, 18 decimals
/// @param haircutRate haircut of quote in transit per day of age, 18 decimals
/// @param debtCap most negative hub cash of a book, native quote
/// @param debtRate annual interest on it, 18 decimals
struct MandateTerms {
    uint8 listCap;
    uint64 gap;
    uint64 ladderError;
    uint64 republishShare;
    uint64 gainRate;
    uint64 haircutRate;
    uint128 debtCap;
    uint64 debtRate;
}
