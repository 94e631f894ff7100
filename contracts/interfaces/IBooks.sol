// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SeriesId} from "../types/SeriesId.sol";

/// @title Books: owners, cash, positions
/// @notice Cash is native quote; negative cash is a debt secured on the book's claims, with interest to the backstop.
/// Position sizes are 18-decimal options, multiples of the market's lot. The contract holds the hub's quote tokens.
/// @dev To the unit: tokens accounted = cash - debt + queued + backstop + settling, and the token balance is at least
/// that (P5). Assumes a quote token that moves exactly what it is told and calls nobody back.
interface IBooks {
    /// @param hedged the book gets mandates; an unhedged book must hold its whole scenario loss in cash
    /// @param nonce raised by every change of a position
    struct Book {
        address owner;
        uint32 market;
        bool hedged;
        uint64 nonce;
        int256 cash;
    }

    struct Position {
        SeriesId series;
        int128 size;
    }

    enum CashReason {
        DEPOSIT,
        WITHDRAWAL,
        PREMIUM,
        PAYOFF,
        FUND,
        COLLECT,
        INTEREST
    }

    error UnknownBook(uint64 book);
    error NotOwner(uint64 book, address caller);
    error NotAuthorised(uint64 book, address caller);
    error ZeroAmount();
    error TooManySeries(uint64 book, uint256 count, uint256 limit);
    error NotALot(int256 size, uint256 lot);
    error DebtCap(uint64 book, int256 cash, uint256 cap);
    error InsufficientCash(uint64 book, int256 cash, uint256 need);
    /// @notice The hub holds too few tokens that are not promised to queued withdrawals (P14).
    error InsufficientTokens(uint256 free, uint256 need);

    event BookOpened(uint64 indexed book, address indexed owner, uint32 indexed market, bool hedged);
    event OperatorSet(uint64 indexed book, address indexed operator, bool allowed);
    event CashMoved(uint64 indexed book, CashReason indexed reason, int256 amount, int256 cash);
    event PositionChanged(uint64 indexed book, SeriesId indexed series, int128 change, int128 size);
    event WithdrawalQueued(uint256 indexed id, uint64 indexed book, address to, uint256 amount);
    /// @notice `id` is zero for what was paid at once.
    event WithdrawalPaid(uint256 indexed id, uint64 indexed book, address to, uint256 amount);
    /// @notice The token refused the recipient: what was left of the withdrawal is the book's cash again.
    event WithdrawalReturned(uint256 indexed id, uint64 indexed book, address to, uint256 amount);
    /// @notice The backstop's bucket grew by interest or a donation.
    event BackstopGrew(uint256 amount, uint256 backstop);

    /// @notice Opens a book of one market for the caller. Anyone.
    function open(uint32 market, bool hedged) external returns (uint64 book);
    /// @notice An operator may sign trades and place the book, but not withdraw or name operators. Owner only.
    function setOperator(uint64 book, address operator, bool allowed) external;
    /// @notice Anyone may deposit native quote; debt is repaid first.
    function deposit(uint64 book, uint256 amount) external;
    /// @notice Takes cash out at once, or queues what the hub's free tokens do not cover. Needs solvency and funding after
    /// (P11). Owner only.
    function withdraw(uint64 book, uint256 amount, address to)
        external
        returns (uint256 paid, uint256 queuedId);
    /// @notice Pays queued withdrawals in order, as far as tokens reach. Anyone.
    /// @param most entries to look at
    function processQueue(uint256 most) external returns (uint256 paid);
    /// @notice Charges a book's debt the interest until now; every change of its cash does so by itself. Anyone.
    function accrue(uint64 book) external returns (uint256 interest);
    /// @notice Gives tokens nobody is owed to the backstop. Anyone.
    function sweep() external returns (uint256 surplus);

    /// @notice Role CLEARING: moves `size` options from seller to buyer and the premium the other way. The premium may
    /// take the buyer into debt as far as the governed cap.
    function applyTrade(uint64 buyer, uint64 seller, SeriesId series, int128 size, uint256 premium) external;
    /// @notice Role SETTLEMENT: removes the position, moves `payoff` (signed native quote). No cap on debt stops it: a
    /// series settles for all its books (P20).
    function applySettlement(uint64 book, SeriesId series, int256 payoff) external;
    /// @notice Role FUNDING: cash leaves for a spoke, tokens go to `to`; needs cash and tokens not promised to the queue.
    function debit(uint64 book, uint256 amount, address to) external;
    /// @notice Role FUNDING: quote back from a spoke, taken from the caller by allowance.
    function credit(uint64 book, uint256 amount) external;

    /// @notice The book with its cash as of the last charge of interest.
    function bookOf(uint64 book) external view returns (Book memory);
    function count() external view returns (uint64);
    function positions(uint64 book) external view returns (Position[] memory);
    function sizeOf(uint64 book, SeriesId series) external view returns (int128);
    function isAuthorised(uint64 book, address caller) external view returns (bool);
    function quoteToken() external view returns (address);
    /// @notice Sum of positive cash, of debts, and of queued withdrawals, native quote.
    function totals() external view returns (uint256 cash, uint256 debt, uint256 queued);
    /// @notice Interest and donations, and payoffs still to be taken from the other side of their series.
    function buckets() external view returns (uint256 backstop, int256 settling);
    /// @notice Tokens the hub's own calls have taken in and not paid out; the balance is never below.
    function accounted() external view returns (uint256);
    /// @notice A queued withdrawal; zero amount once it left the queue.
    function queuedWithdrawal(uint256 id) external view returns (uint64 book, address to, uint256 amount);
}
