// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Budget} from "../spoke/Budget.sol";
import {MandateBody} from "../types/Mandate.sol";
import {LeaseState} from "../types/Message.sol";

/// @title Hedges books on a spoke
/// @notice The relayer proposes, this contract disposes: need, direction, size, price and the state after are checked here,
/// whoever calls. Amounts are 18-decimal base units unless said native.
interface IHedgeExecutor {
    /// @notice A book to hedge: its body under the mandate root in force.
    struct BookCall {
        MandateBody body;
        uint32 index;
        bytes32[] proof;
    }

    /// @notice A part of the net trade at one venue; `base` signed native units, positive buys.
    struct VenueOrder {
        uint32 venue;
        int256 base;
        uint256 priceLimit;
    }

    /// @notice Where a book stands at a price.
    /// @param held base held
    /// @param target offset + share * T
    /// @param gamma of share * T
    /// @param outer a
    /// @param inner b
    /// @param active bit as it would be now
    struct BookView {
        int256 held;
        int256 target;
        int256 gamma;
        uint256 outer;
        uint256 inner;
        bool active;
    }

    /// @notice One hedge or fill of one book, as it happened. `base` signed base units got by the book, `quote` signed
    /// 18-decimal quote got, `cost` adverse difference to the oracle price (negative: better than the oracle).
    struct Execution {
        uint32 market;
        uint64 time;
        uint256 price;
        int256 before;
        int256 target;
        uint256 outer;
        uint256 inner;
        int256 afterwards;
        int256 base;
        int256 quote;
        int256 cost;
        bytes32 venueRoot;
        bytes32 configDigest;
    }

    error Expired(uint256 deadline, uint256 nowTime);
    error SpokePaused(uint256 until);
    error LeaseEnded(LeaseState state);
    error InsideBand(uint64 book, int256 distance, uint256 outer);
    error WrongDirection(uint64 book, int256 distance, int256 base);
    error Overshoot(uint64 book, int256 distanceAfter, uint256 lot);
    error NotNearer(uint64 book, int256 before, int256 afterwards);
    error Slippage(uint256 price, uint256 worst);
    error ClipExceeded(uint256 base, uint256 limit);
    error VenueClipExceeded(uint32 venue, uint256 base, uint256 limit);
    error IntervalNotOver(uint256 elapsed, uint256 limit);
    error VenueNotActive(uint32 venue);
    error BudgetSpent(bytes32 budget, uint256 need, uint256 left);
    error PathBound(uint64 book, uint256 turnover, uint256 bound);
    error MixedMarkets(uint32 first, uint32 other);
    error DuplicateBook(uint64 book);
    error NothingToDo();
    error BelowFillDistance(uint64 book, uint256 distance, uint256 need);
    error FillLimit(uint256 quote, uint256 limit);
    error SpotOutsideLadder(uint256 spot);

    event Hedged(uint64 indexed book, uint64 indexed epoch, Execution execution);
    event Filled(
        uint64 indexed book,
        uint64 indexed epoch,
        address indexed filler,
        uint256 premium,
        Execution execution
    );
    /// @notice A book of a batch that had nothing to trade: back inside its band, or without means.
    event Skipped(uint64 indexed book, int256 distance, uint256 outer);
    event Crossed(uint32 indexed market, uint256 base, uint256 price);
    event ActiveSet(uint64 indexed book, bool active);

    /// @notice Role RELAYER. Each active book walks towards its inner band, or by a lot where that is less; orders may do less,
    /// and what goes beyond the net need is cut off. In HOLD only the roll-off since its last trade under a lease. One market;
    /// books in rising id; opposite needs cross inside first, then the net trades over `orders`. Nobody stops the others of a
    /// batch by filling a book in front: one that has nothing to trade is skipped, and where books cross, orders against a net
    /// that has turned are left out. One book at least must have a need. Value pays the pull oracle's fee.
    /// @return base native base each book got, zero where it was skipped
    function hedge(
        BookCall[] calldata books,
        bytes[] calldata priceUpdate,
        VenueOrder[] calldata orders,
        uint64 deadline
    ) external payable returns (int256[] memory base);
    /// @notice Anyone, once |y| > m * a: at most `base` native units (positive: the book buys from the caller) at
    /// oracle * (1 +- p), as far as the inner band, the book's means and the budget allow; the limit then holds pro rata.
    /// @param quoteLimit native quote: least the filler wants (book buys) or most it pays (book sells)
    function fill(
        BookCall calldata book,
        int256 base,
        bytes[] calldata priceUpdate,
        uint256 quoteLimit,
        uint64 deadline
    ) external payable returns (uint256 quote);
    /// @notice Where a book stands at a given price and time; needs no proof and checks no lease.
    function evaluate(MandateBody calldata body, uint256 price, uint64 time)
        external
        view
        returns (BookView memory);
    function isActive(uint64 book) external view returns (bool);
    /// @notice What was spent of the market's budgets of turnover and adverse cost, and of a book's part of its budget of
    /// fills, 18-decimal quote as of each bucket's time; it leaks at the governed rate. Left is capacity less that, both
    /// halved without a live lease. A book's part is what it holds here over what all books do: at one price parts never sum to
    /// more than one (P6; see FillPart for what moves add), nobody uses up another's (P16), and to thin one out takes
    /// inventory here.
    function spent(uint64 book)
        external
        view
        returns (Budget.Bucket memory turnover, Budget.Bucket memory cost, Budget.Bucket memory fills);
    function lastHedge(uint32 market) external view returns (uint64);
}
