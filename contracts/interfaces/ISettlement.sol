// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SeriesId} from "../types/SeriesId.sol";

/// @title Settlement price of each market and expiry: median of N instants, and the payoff of each series once
/// @notice Safety assumes that push rounds cannot be rewritten, liveness that one of two sources published near half of the
/// instants, or that governance votes. The terms at the first stored instant hold for that expiry.
interface ISettlement {
    error NotYet(uint256 at, uint256 nowTime);
    error UnknownInstant(uint16 index, uint16 instants);
    error InstantStored(uint16 index);
    error AlreadySettled(uint32 market, uint40 expiry);
    error TooFewInstants(uint256 stored, uint256 need);
    /// @notice A median can be had: no vote.
    error EnoughInstants(uint256 stored, uint256 need);
    error NotSettled(uint32 market, uint40 expiry);
    error OutsideDayRange(uint256 price, uint256 low, uint256 high);
    /// @notice `at` is not within the day before expiry.
    error NotInDay(uint64 at, uint40 expiry);
    error NotTheOracle(address sender);

    event InstantRecorded(
        uint32 indexed market,
        uint40 indexed expiry,
        uint16 index,
        uint64 instant,
        uint256 price,
        bool secondSource
    );
    event PriceSettled(
        uint32 indexed market, uint40 indexed expiry, uint256 price, uint16 instants, bool voted
    );
    event PositionSettled(SeriesId indexed series, uint64 indexed book, int128 size, int256 payoff);

    /// @notice Stores one instant (index 1..N) from the push rounds in force then. Anyone.
    function storeInstant(uint32 market, uint40 expiry, uint16 index, uint80 baseRound, uint80 quoteRound)
        external;
    /// @notice The same from the second source, after the grace: the first price it published in the stretch of window / N
    /// that begins at the instant. Anyone; value beyond the oracle's fee comes back.
    function storeInstantPull(uint32 market, uint40 expiry, uint16 index, bytes[] calldata updates)
        external
        payable;
    /// @notice Fixes the median: once all N are stored, or at least N/2 (rounded up) after twice the grace and a grace after the
    /// last of them was stored. Anyone.
    function finalise(uint32 market, uint40 expiry) external returns (uint256 price);
    /// @notice Timelock, with fewer than N/2 instants: `price` must lie in the range of two push prices proven within the
    /// day before expiry.
    function settleByVote(
        uint32 market,
        uint40 expiry,
        uint256 price,
        uint64[2] calldata at,
        uint80[2] calldata baseRounds,
        uint80[2] calldata quoteRounds
    ) external;
    /// @notice Pays the positions of `books` in a settled series (P20: to the wei, since payoff is per lot). Anyone; a book
    /// without the position is skipped.
    function settle(SeriesId series, uint64[] calldata books) external;

    function priceOf(uint32 market, uint40 expiry) external view returns (uint256 price, bool settled);
    function instantsOf(uint32 market, uint40 expiry) external view returns (uint256[] memory prices);
    /// @notice Native quote per lot.
    function payoffPerLot(SeriesId series) external view returns (uint256);
}
