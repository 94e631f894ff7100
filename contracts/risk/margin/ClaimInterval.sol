// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {HedgeBands} from "../../pricing/HedgeBands.sol";
import {HedgeTarget} from "../../pricing/HedgeTarget.sol";
import {Claim, Conditions} from "../../types/Margin.sol";

/// @title How far an unreported hedge may have gone
/// @notice Hull of the reported inventory and the targets of the published body over the price range since, widened by the
/// outer band. Bounded by what the spoke can do: it buys with the quote it has or is being sent, and sells what it holds.
/// Assumes at most one body between two proven reports: an inventory on its way to an older one lies between.
library ClaimInterval {
    /// @dev Targets bend little over a range of hours; five spots see every turn of a short book.
    uint256 private constant NODES = 5;
    int256 private constant WAD = 1e18;

    /// @param claim quote, base, priceLow and priceHigh set; `up` and `down` are filled in
    function widen(Claim memory claim, Conditions memory c) internal pure {
        int256 lowest = claim.base;
        int256 highest = claim.base;
        uint256 step = (claim.priceHigh - claim.priceLow) / (NODES - 1);
        for (uint256 i; i < NODES; i++) {
            (int256 target, int256 outer) = _at(c, claim.priceLow + i * step);
            if (target - outer < lowest) lowest = target - outer;
            if (target + outer > highest) highest = target + outer;
        }
        int256 affordable = c.buyable > 0 ? c.buyable * WAD / int256(claim.priceLow) : int256(0);
        claim.up = highest - claim.base < affordable ? highest - claim.base : affordable;
        int256 held = claim.base > 0 ? claim.base : int256(0);
        claim.down = lowest - claim.base > -held ? lowest - claim.base : -held;
    }

    function _at(Conditions memory c, uint256 spot) private pure returns (int256 target, int256 outer) {
        int256 gamma;
        uint256 variance;
        (target, gamma, variance,) = HedgeTarget.ofBody(c.body, spot, c.time, c.settlement);
        if (gamma < 0) gamma = -gamma;
        (uint256 a,) =
            HedgeBands.band(c.band, c.body.riskAversion, uint256(gamma), spot, c.body.range, variance);
        outer = int256(a);
    }
}
