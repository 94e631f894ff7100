// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Interval} from "../types/Interval.sol";

/// @title Two requirements of a book: solvency by scenarios, and funding
/// @notice All amounts 18-decimal quote. Never reverts for want of a vol update, a report or a lease (P9).
interface IMarginEngine {
    /// @param equity cash + claims (interval) + transit after haircut + options at model mark
    /// @param requirement worst scenario loss at the worse interval end, contingencies and buffer included
    /// @param fundingNeed hedged: cash that walking to the target anywhere in the inner scenario range can take, from where it
    /// is; unhedged: what the options may come to owe in the worst scenario
    /// @param fundingHave hub cash, transit after haircut and recognised spoke quote, less what unreported trades may have cost
    /// @param delta net delta (options plus reported hedge), base units
    /// @param gamma per 1.00 quote
    /// @param vega per 1.00 of vol
    /// @param theta per year
    struct Assessment {
        Interval equity;
        uint256 requirement;
        uint256 fundingNeed;
        int256 fundingHave;
        int256 delta;
        int256 gamma;
        int256 vega;
        int256 theta;
    }

    /// @param spot mark price, 18 decimals
    /// @param gamma as `gammaOf`
    /// @param lowest as `lowestTarget`
    /// @param lowestAt the spot where
    struct Hedge {
        uint256 spot;
        int256 gamma;
        int256 lowest;
        uint256 lowestAt;
    }

    error BelowRequirement(uint64 book, int256 equity, uint256 requirement);
    error BelowFunding(uint64 book, int256 have, uint256 need);

    /// @notice The book as it stands, at the hub's mark price.
    function assess(uint64 book) external view returns (Assessment memory);
    /// @notice Reverts unless low equity >= initial * requirement and funding is met (P11), or, with open options, when the
    /// vol surface is stale.
    /// @return hedge what Clearing asks of a hedged book's target; zero for others
    function requireInitial(uint64 book) external view returns (Hedge memory hedge);
    /// @notice dT/dS of the whole target of a book at the mark, by `HedgeTarget`: positive when it is short of gamma.
    /// @return gamma per 1.00 quote, 18 decimals
    /// @return spot mark price, 18 decimals
    function gammaOf(uint64 book) external view returns (int256 gamma, uint256 spot);
    /// @notice Low equity below maintenance (or emergency) * requirement.
    function belowMaintenance(uint64 book) external view returns (bool maintenance, bool emergency);
    /// @notice Requirement alone: what a mandate's risk aversion divides by.
    function requirement(uint64 book) external view returns (uint256);
    /// @notice Smallest target of the book over the inner scenario range, and the spot where.
    function lowestTarget(uint64 book) external view returns (int256 target, uint256 spot);
    /// @notice Quote, native units, that walking a book's hedge on a spoke to offset + share * T takes anywhere in the inner
    /// scenario range, from its proven inventory there: the same walk as `fundingNeed` on one spoke's part.
    /// @param offset of the allocation, base units, 18 decimals
    /// @param share of the allocation, 18 decimals
    function needAt(uint64 book, uint64 spoke, int256 offset, uint256 share) external view returns (uint256);
    /// @notice max |T| over the inner scenario range, base units.
    function targetRange(uint64 book) external view returns (uint256);
}
