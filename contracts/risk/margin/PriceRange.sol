// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @title The prices an unseen stretch of time may have shown
/// @notice [spot / (1 + x), spot * (1 + x)] with x = z * vol * sqrt(age in years).
library PriceRange {
    uint256 private constant WAD = 1e18;
    uint256 private constant YEAR = 365 days;

    /// @param z moves in standard deviations, 18 decimals
    function since(uint256 spot, uint256 vol, uint256 age, uint256 z)
        internal
        pure
        returns (uint256 low, uint256 high)
    {
        uint256 x = move(vol, age, z);
        return (spot * WAD / (WAD + x), spot * (WAD + x) / WAD);
    }

    /// @notice x, 18 decimals.
    function move(uint256 vol, uint256 age, uint256 z) internal pure returns (uint256) {
        return z * vol / WAD * FixedPointMathLib.sqrt(age * WAD * WAD / YEAR) / WAD;
    }
}
