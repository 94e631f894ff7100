// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title What quote under way counts for: less the longer it has been under way
/// @notice Per route: at the governed rate until the age at which it expires on the way to or from that spoke, and faster
/// from then on, for a transfer that is overdue may be lost.
library TransitHaircut {
    uint256 private constant WAD = 1e18;
    /// @dev How much faster the haircut of an overdue transfer grows.
    uint256 private constant OVERDUE = 4;

    /// @param rate haircut per day of age, 18 decimals
    /// @param expiry age in seconds at which a transfer of the route expires
    function apply_(uint256 amount, uint256 age, uint256 rate, uint256 expiry)
        internal
        pure
        returns (uint256)
    {
        if (age > expiry) age += (OVERDUE - 1) * (age - expiry);
        uint256 cut = rate * age / 1 days;
        return cut < WAD ? amount * (WAD - cut) / WAD : 0;
    }
}
