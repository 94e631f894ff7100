// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Thresholds} from "../../types/Config.sol";
import {Leg} from "../../types/Mandate.sol";
import {Portfolio} from "../../types/Margin.sol";
import {PriceRange} from "./PriceRange.sol";

/// @title What scenarios do not see
/// @notice Per short option a share of spot. And per option in its settlement window the move of `moveRate` standard
/// deviations over the part of the window that has passed: the target rolls off by time alone, an approximation of the
/// median, and after expiry the settled price is still unknown.
library Contingency {
    uint256 private constant WAD = 1e18;

    /// @param window settlement window, seconds
    function charge(Portfolio memory p, Thresholds memory terms, uint256 window)
        internal
        pure
        returns (uint256 total)
    {
        for (uint256 i; i < p.legs.length; i++) {
            Leg memory leg = p.legs[i];
            uint256 size = uint256(int256(leg.size < 0 ? -leg.size : leg.size));
            uint256 rate = leg.size < 0 ? terms.shortCharge : 0;
            uint256 start = leg.series.expiry() - window;
            if (p.time > start) rate += PriceRange.move(leg.vol, p.time - start, terms.moveRate);
            total += size * p.spot / WAD * rate / WAD;
        }
    }
}
