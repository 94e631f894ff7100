// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SpokeTerms} from "../../types/Config.sol";
import {ordered, within} from "./Range.sol";

/// @title Hard ranges of a spoke's terms
/// @dev A pause is minutes long and a capped share of any month (P7).
library SpokeRange {
    function check(SpokeTerms memory terms) internal pure {
        within("lease", terms.lease, 10 minutes, 30 days);
        within("maxLease", terms.maxLease, 10 minutes, 30 days);
        within("grace", terms.grace, 1 minutes, 30 days);
        within("maxEpochJump", terms.maxEpochJump, 1, 1_000_000);
        within("reportAge", terms.reportAge, 5 minutes, 7 days);
        within("quoteCap", terms.quoteCap, 1, type(uint128).max);
        within("maxPause", terms.maxPause, 1 minutes, 1 hours);
        within("pauseShare", terms.pauseShare, 1 minutes, 1 days);
        ordered("grace <= lease", terms.grace, terms.lease);
        ordered("lease <= maxLease", terms.lease, terms.maxLease);
        ordered("maxPause <= pauseShare", terms.maxPause, terms.pauseShare);
    }
}
