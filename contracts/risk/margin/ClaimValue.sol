// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Claim} from "../../types/Margin.sol";

/// @title Worth of an uncertain claim at a spot
/// @notice Unreported trades moved the inventory to somewhere in [base + down, base + up], and cash at a price within
/// [priceLow, priceHigh]. Worth is linear in the inventory on either side of the report, so its extremes lie at the report
/// or at an end. Which end is worse depends on the spot: every scenario asks anew.
library ClaimValue {
    int256 private constant WAD = 1e18;

    function reported(Claim memory c, uint256 spot) internal pure returns (int256) {
        return c.quote + c.base * int256(spot) / WAD;
    }

    /// @notice Least worth: bought at the highest price or sold at the lowest.
    function low(Claim memory c, uint256 spot) internal pure returns (int256) {
        return reported(c, spot) + drag(c, spot);
    }

    /// @notice Most worth: bought at the lowest price or sold at the highest.
    function high(Claim memory c, uint256 spot) internal pure returns (int256) {
        int256 bought = c.up * (int256(spot) - int256(c.priceLow)) / WAD;
        int256 sold = c.down * (int256(spot) - int256(c.priceHigh)) / WAD;
        int256 best = bought > sold ? bought : sold;
        return reported(c, spot) + (best > 0 ? best : int256(0));
    }

    /// @notice What unreported trades may have cost at this spot; zero or less.
    function drag(Claim memory c, uint256 spot) internal pure returns (int256) {
        int256 bought = c.up * (int256(spot) - int256(c.priceHigh)) / WAD;
        int256 sold = c.down * (int256(spot) - int256(c.priceLow)) / WAD;
        int256 worst = bought < sold ? bought : sold;
        return worst < 0 ? worst : int256(0);
    }
}
