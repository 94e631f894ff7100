// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title What quote under way counts for: less the longer it has been under way
library TransitHaircut {
    uint256 private constant WAD = 1e18;

    /// @param rate haircut per day of age, 18 decimals
    function apply_(uint256 amount, uint256 age, uint256 rate) internal pure returns (uint256) {
        uint256 cut = rate * age / 1 days;
        return cut < WAD ? amount * (WAD - cut) / WAD : 0;
    }
}
