// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {OracleTerms} from "../../types/Config.sol";
import {ordered, within} from "./Range.sol";

/// @title Hard ranges of oracle terms
/// @dev The longest push heartbeat is that of Chainlink's stablecoin feeds, 24 hours, with an hour of delay.
library OracleRange {
    function check(OracleTerms memory terms) internal pure {
        within("tolerance", terms.tolerance, 0.001e18, 0.05e18);
        within("maxPullAge", terms.maxPullAge, 5, 1 hours);
        within("baseHeartbeat", terms.baseHeartbeat, 1 minutes, 25 hours);
        within("quoteHeartbeat", terms.quoteHeartbeat, 1 minutes, 25 hours);
        within("sequencerGrace", terms.sequencerGrace, 0, 6 hours);
        within("minPrice", terms.minPrice, 1, 1e36);
        // A window narrower than this would stop a hedge in an ordinary crash.
        ordered("4 minPrice <= maxPrice", 4 * uint256(terms.minPrice), terms.maxPrice);
    }
}
