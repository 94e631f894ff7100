// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IOracleRouter} from "../../interfaces/IOracleRouter.sol";
import {OracleTerms} from "../../types/Config.sol";

/// @title Checks on a price of base in quote
library PriceGuard {
    /// @notice base/USD divided by quote/USD within the believable range. A quote that reads as nothing has no price.
    function inRange(uint256 base, uint256 quote, OracleTerms memory terms)
        internal
        pure
        returns (uint256 price)
    {
        price = quote == 0 ? type(uint256).max : base * 1e18 / quote;
        if (price < terms.minPrice || price > terms.maxPrice) {
            revert IOracleRouter.PriceOutOfRange(price, terms.minPrice, terms.maxPrice);
        }
    }

    /// @notice The two sources lie within `tolerance` of the push price of each other.
    function requireAgreement(uint256 pull, uint256 push, uint256 tolerance) internal pure {
        uint256 apart = pull > push ? pull - push : push - pull;
        if (apart * 1e18 > push * tolerance) revert IOracleRouter.SourcesDisagree(pull, push, tolerance);
    }
}
