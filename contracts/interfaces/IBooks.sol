// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SeriesId} from "../types/SeriesId.sol";

/// @title Books: owners, cash, positions
/// @notice Cash is native quote; negative cash is a debt secured on the book's claims. Position sizes are 18-decimal
/// options, multiples of the market's lot. The contract holds the hub's quote tokens.
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

    event BookOpened(uint64 indexed book, address indexed owner, uint32 indexed market, bool hedged);
    event OperatorSet(uint64 indexed book, address indexed operator, bool allowed);
    event CashMoved(uint64 indexed book, CashReason indexed reason, int256 amount, int256 cash);
    event PositionChanged(uint64 indexed book, SeriesId indexed series, int128 change, int128 size);
    event WithdrawalQueued(uint256 indexed id, uint64 indexed book, address to, uint256 amount);
    event WithdrawalPaid(uint256 indexed id, uint64 indexed book, address to, uint256 amount);

    function open(uint32 market, bool hedged) external returns (uint64 book);
    function setOperator(uint64 book, address operator, bool allowed) external;
    /// @notice Anyone may deposit native quote; debt is repaid first.
    function deposit(uint64 book, uint256 amount) external;
    /// @notice Takes cash out at once, or queues what the hub's free tokens do not cover. Needs solvency and funding after
    /// (P11). Owner only.
    function withdraw(uint64 book, uint256 amount, address to)
        external
        returns (uint256 paid, uint256 queuedId);
    /// @notice Pays queued withdrawals in order, as far as tokens reach. Anyone.
    function processQueue(uint256 most) external returns (uint256 paid);

    /// @notice Role CLEARING: moves `size` options from seller to buyer and the premium the other way.
    function applyTrade(uint64 buyer, uint64 seller, SeriesId series, int128 size, uint256 premium) external;
    /// @notice Role SETTLEMENT: removes the position, moves `payoff` (signed native quote).
    function applySettlement(uint64 book, SeriesId series, int256 payoff) external;
    /// @notice Role FUNDING: cash leaves for a spoke (tokens go to `to`) or arrives from one.
    function debit(uint64 book, uint256 amount, address to) external;
    function credit(uint64 book, uint256 amount) external;

    function bookOf(uint64 book) external view returns (Book memory);
    function count() external view returns (uint64);
    function positions(uint64 book) external view returns (Position[] memory);
    function sizeOf(uint64 book, SeriesId series) external view returns (int128);
    function isAuthorised(uint64 book, address caller) external view returns (bool);
    function quoteToken() external view returns (address);
    /// @notice Sum of positive cash, of debts, and of queued withdrawals, native quote.
    function totals() external view returns (uint256 cash, uint256 debt, uint256 queued);
}
