// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {SettlementTerms} from "../../types/Config.sol";
import {ordered, within} from "./Range.sol";

/// @title Hard ranges of settlement terms
library SettlementRange {
    /// @dev Instants are sorted in memory and stored one by one: their number is bounded by gas.
    uint256 internal constant MAX_INSTANTS = 60;

    function check(SettlementTerms memory terms) internal pure {
        within("window", terms.window, 1 minutes, 1 days);
        within("instants", terms.instants, 1, MAX_INSTANTS);
        within("grace", terms.grace, 1 minutes, 7 days);
        ordered("instants <= window", terms.instants, terms.window);
    }
}
