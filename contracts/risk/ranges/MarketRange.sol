// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ordered, within} from "./Range.sol";

/// @title Hard ranges of a market's own terms, which are fixed when it is added
library MarketRange {
    function check(uint32 id, uint8 baseDecimals, uint8 quoteDecimals, uint128 lot) internal pure {
        within("market", id, 1, type(uint32).max);
        within("baseDecimals", baseDecimals, 0, 18);
        within("quoteDecimals", quoteDecimals, 0, 18);
        within("lot", lot, 1e9, 1e24);
        // A lot is a whole number of native units, or payoffs and trades per lot would not be exact.
        unchecked {
            // Decimals are at most 18 by the range above.
            ordered("lot in native units", lot % 10 ** (18 - baseDecimals), 0);
        }
    }
}
