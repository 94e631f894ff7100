// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SeriesId} from "../types/SeriesId.sol";
import {toNativeDown} from "../types/Units.sol";

/// @title What an option pays at a settled price
/// @notice Rounded once, per lot. Positions are whole lots and sum to zero over books, so payoffs do too, to the wei (P20).
library Payoff {
    /// @param lot 18-decimal options
    /// @return native quote, rounded down
    function perLot(SeriesId series, uint256 price, uint256 lot, uint8 quoteDecimals)
        internal
        pure
        returns (uint256)
    {
        uint256 strike = series.strike();
        (uint256 over, uint256 under) = series.isPut() ? (strike, price) : (price, strike);
        return over > under ? toNativeDown((over - under) * lot / 1e18, quoteDecimals) : 0;
    }
}
