// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Exponential} from "../../pricing/Exponential.sol";
import {Logarithm} from "../../pricing/Logarithm.sol";
import {Thresholds} from "../../types/Config.sol";

/// @title Vol after a shock: short expiries move more than long ones
/// @notice Up: max(vol * (1 + volUp * x), volFloor); down: vol * (1 - volDown * x); x = (30 days / time to expiry)^p with
/// p = 0.30 under 30 days and 0.13 from there on (Deribit's portfolio margin has this form).
library VolShock {
    int256 private constant SHORT_POWER = 0.3e18;
    int256 private constant LONG_POWER = 0.13e18;
    uint256 private constant PIVOT = 30 days;
    /// @dev Under a day x is that of a day: the power law would carry vol down below zero, and by then intrinsic value
    /// decides.
    uint256 private constant SHORTEST = 1 days;
    uint256 private constant WAD = 1e18;

    /// @param left seconds to expiry
    function shocked(uint256 vol, uint256 left, Thresholds memory terms)
        internal
        pure
        returns (uint256 up, uint256 down)
    {
        uint256 x = factor(left);
        up = vol * (WAD + terms.volUp * x / WAD) / WAD;
        if (up < terms.volFloor) up = terms.volFloor;
        uint256 fall = terms.volDown * x / WAD;
        down = fall < WAD ? vol * (WAD - fall) / WAD : 0;
    }

    /// @notice x, 18 decimals.
    function factor(uint256 left) internal pure returns (uint256) {
        if (left < SHORTEST) left = SHORTEST;
        // |ln| < 2^133 and the power below 2^59.
        int256 x = Logarithm.lnRatio(PIVOT, left) * (left < PIVOT ? SHORT_POWER : LONG_POWER) / int256(WAD);
        return (Exponential.exp(x >> 32) * WAD) >> 96;
    }
}
