// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {MandateTerms} from "../../types/Config.sol";
import {within} from "./Range.sol";

/// @title Hard ranges of mandates and claims
library MandateRange {
    function check(MandateTerms memory terms) internal pure {
        within("listCap", terms.listCap, 1, 32);
        within("gap", terms.gap, 0.001e18, 1e18);
        within("ladderError", terms.ladderError, 0.001e18, 1e18);
        within("republishShare", terms.republishShare, 0.001e18, 1e18);
        within("gainRate", terms.gainRate, 0, 5e18);
        within("haircutRate", terms.haircutRate, 0, 1e18);
        within("debtCap", terms.debtCap, 0, 1e36);
        within("debtRate", terms.debtRate, 0, 1e18);
    }
}
